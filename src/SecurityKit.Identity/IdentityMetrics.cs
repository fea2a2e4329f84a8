using System.Diagnostics.Metrics;

namespace SecurityKit.Identity;

/// <summary>What this package counts, under the meter <c>SecurityKit.Identity</c>.</summary>
internal sealed class IdentityMetrics : IDisposable
{
    internal const string MeterName = "SecurityKit.Identity";

    private readonly Meter _meter;
    private readonly Counter<long> _signIns;
    private readonly Counter<long> _passwordChanges;
    private readonly Counter<long> _apiKeys;
    private readonly Counter<long> _mails;

    public IdentityMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _signIns = _meter.CreateCounter<long>("securitykit.identity.sign_ins", "{attempt}", "Password checks, by outcome.");
        _passwordChanges = _meter.CreateCounter<long>("securitykit.identity.password_changes", "{change}", "Changes and resets of passwords, by outcome.");
        _apiKeys = _meter.CreateCounter<long>("securitykit.identity.api_keys", "{verification}", "Verifications of API keys, by outcome.");
        _mails = _meter.CreateCounter<long>("securitykit.identity.mails", "{mail}", "Mails to accounts that were asked for, by kind and what became of them.");
    }

    internal void ApiKey(string outcome) => _apiKeys.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Mail(AccountMailKind kind, string outcome) =>
        _mails.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();

    internal void SignIn(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void PasswordChange(string outcome) => _passwordChanges.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
