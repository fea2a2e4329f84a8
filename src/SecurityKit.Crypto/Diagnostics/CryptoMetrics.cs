using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SecurityKit.Crypto;

/// <summary>The meter <c>SecurityKit.Crypto</c>.</summary>
internal sealed class CryptoMetrics : IDisposable
{
    internal const string MeterName = "SecurityKit.Crypto";

    private readonly Meter _meter;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _refreshes;

    /// <param name="factories">The host's factory, where it has one.</param>
    public CryptoMetrics(IEnumerable<IMeterFactory> factories)
    {
        _meter = factories.FirstOrDefault()?.Create(MeterName) ?? new Meter(MeterName);
        _failures = _meter.CreateCounter<long>("securitykit.crypto.decryption.failures", "{failure}", "Envelopes that did not decrypt, by reason.");
        _refreshes = _meter.CreateCounter<long>("securitykit.crypto.keyring.loads", "{load}", "Key rings read from the store.");
    }

    internal void Failed(DecryptionFailure reason, string ring) =>
        _failures.Add(1, new TagList { { "reason", reason.ToString() }, { "ring", ring } });

    internal void RingLoaded(string ring) => _refreshes.Add(1, new TagList { { "ring", ring } });

    public void Dispose() => _meter.Dispose();
}
