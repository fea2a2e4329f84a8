using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Geo;

/// <summary>Looks again and again whether the file was replaced.</summary>
internal sealed class GeoReloader(GeoDatabase database, IOptionsMonitor<GeoOptions> options, TimeProvider clock, ILogger<GeoReloader> logger) : PeriodicService(clock)
{
    protected override TimeSpan Interval => options.CurrentValue.ReloadInterval;

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => database.RefreshAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => GeoLog.LookFailed(logger, exception);
}
