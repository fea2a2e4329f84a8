using System.Diagnostics.Metrics;

namespace SecurityKit.Mfa;

/// <summary>The counters of the meter <c>SecurityKit.Mfa</c>. Tags take few values: method names and outcomes.</summary>
internal sealed class MfaMetrics
{
    internal const string MeterName = "SecurityKit.Mfa";

    private readonly Counter<long> _verifications;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _notices;

    public MfaMetrics(IMeterFactory? meterFactory = null)
    {
        var meter = meterFactory?.Create(MeterName) ?? new Meter(MeterName);
        _verifications = meter.CreateCounter<long>(
            "securitykit.mfa.verifications", "{code}", "Codes that were verified or refused, by method and outcome.");
        _deliveries = meter.CreateCounter<long>(
            "securitykit.mfa.deliveries", "{code}", "Codes that were sent or not, by method and outcome.");
        _notices = meter.CreateCounter<long>(
            "securitykit.mfa.notices", "{notice}", "Notices of changed factors, by what they tell and what became of them.");
    }

    internal void Verified(string method, string outcome) =>
        _verifications.Add(1, new("method", method), new("outcome", outcome));

    internal void Notice(MfaNotice notice, string outcome) =>
        _notices.Add(1, new("notice", notice.ToString()), new("outcome", outcome));

    internal void Delivered(string method, string outcome) =>
        _deliveries.Add(1, new("method", method), new("outcome", outcome));
}
