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
    private readonly Counter<long> _subjectLookups;
    private readonly Counter<long> _subjectChanges;

    /// <param name="factories">The host's factory, where it has one.</param>
    public CryptoMetrics(IEnumerable<IMeterFactory> factories)
    {
        _meter = factories.FirstOrDefault()?.Create(MeterName) ?? new Meter(MeterName);
        _failures = _meter.CreateCounter<long>("securitykit.crypto.decryption.failures", "{failure}", "Envelopes that did not decrypt, by reason.");
        _refreshes = _meter.CreateCounter<long>("securitykit.crypto.keyring.loads", "{load}", "Key rings read from the store.");
        _subjectLookups = _meter.CreateCounter<long>("securitykit.crypto.subjects.lookups", "{lookup}", "Looks for a subject's keys, by where: memory or store.");
        _subjectChanges = _meter.CreateCounter<long>("securitykit.crypto.subjects.changes", "{change}", "Subjects' keys created, rotated, erased and enrolled anew.");
    }

    internal void Failed(DecryptionFailure reason, string ring) =>
        _failures.Add(1, new TagList { { "reason", reason.ToString() }, { "ring", ring } });

    internal void RingLoaded(string ring) => _refreshes.Add(1, new TagList { { "ring", ring } });

    internal void SubjectKeysFound(bool inMemory) => _subjectLookups.Add(1, new TagList { { "where", inMemory ? "memory" : "store" } });

    internal void SubjectChanged(string change) => _subjectChanges.Add(1, new TagList { { "change", change } });

    public void Dispose() => _meter.Dispose();
}
