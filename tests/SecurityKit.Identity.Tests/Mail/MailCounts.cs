using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SecurityKit.Identity.Tests;

/// <summary>What the mails of one host came to, as its meter counts them.</summary>
internal sealed class MailCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;

    internal MailCounts(IMeterFactory factory)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "securitykit.identity.mails" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == "outcome")
                {
                    _counts.AddOrUpdate((string)value!, count, (_, known) => known + count);
                }
            }
        });
        _listener.Start();
    }

    internal long Of(string outcome) => _counts.GetValueOrDefault(outcome);

    public void Dispose() => _listener.Dispose();
}
