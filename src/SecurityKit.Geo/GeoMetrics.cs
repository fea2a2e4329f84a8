using System.Diagnostics.Metrics;

namespace SecurityKit.Geo;

/// <summary>Counts lookups and openings of the file, under the meter <c>SecurityKit.Geo</c>.</summary>
internal sealed class GeoMetrics : IDisposable
{
    internal const string MeterName = "SecurityKit.Geo";

    internal const string Found = "found";
    internal const string Unknown = "unknown";
    internal const string Unplaced = "unplaced";
    internal const string Failed = "failed";
    internal const string Loaded = "loaded";
    internal const string Refused = "refused";

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _openings;
    private long _builtAtTicks;

    public GeoMetrics(TimeProvider clock, IMeterFactory? factory = null)
    {
        _clock = clock;
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _lookups = _meter.CreateCounter<long>("securitykit.geo.lookups", "{lookup}", "Networks that were looked up, by outcome.");
        _openings = _meter.CreateCounter<long>("securitykit.geo.database.openings", "{opening}", "Files that were opened to serve, by outcome.");
        _meter.CreateObservableGauge<double>("securitykit.geo.database.age", () => Age(), "s", "How long ago the file that serves was made.");
    }

    internal void LookedUp(string outcome) => _lookups.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Opened(string outcome) => _openings.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Serve(DateTimeOffset builtAt) => Volatile.Write(ref _builtAtTicks, builtAt.UtcTicks);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Age() =>
        Volatile.Read(ref _builtAtTicks) is > 0 and var ticks ? [new((_clock.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero)).TotalSeconds)] : [];
}
