using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Sessions;

namespace SecurityKit.Geo;

/// <summary>Serves the file of <see cref="GeoOptions.DatabaseFile"/>, and the one that takes its place once that proves usable. Thread-safe.</summary>
internal sealed class GeoDatabase(IOptionsMonitor<GeoOptions> options, TimeProvider clock, GeoMetrics metrics, ILogger<GeoDatabase> logger) : IGeoResolver, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile GeoFile? _serving;
    private volatile string? _refusal;
    private volatile bool _isDisposed;

    /// <summary>What is known of the file without touching it.</summary>
    internal GeoCondition Condition => _serving is { } file
        ? new GeoCondition(IsLoaded: true, clock.GetUtcNow() - file.BuiltAt <= options.CurrentValue.MaxAge, _refusal, file.DatabaseType, file.BuiltAt)
        : GeoCondition.NotLoaded(_refusal);

    /// <exception cref="ArgumentException">It is no network.</exception>
    /// <exception cref="SecurityKitConfigurationException">No file was opened yet, and the one that is there cannot be used.</exception>
    public async ValueTask<GeoPoint?> LocateAsync(string network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!GeoNetwork.TryParse(network, out var parsed))
        {
            throw new ArgumentException("A network is an IPv4 or IPv6 address with the length of its prefix, such as 203.0.113.0/24.", nameof(network));
        }

        if (parsed.IsUnplaced)
        {
            metrics.LookedUp(GeoMetrics.Unplaced);
            return null;
        }

        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_serving is not { } file)
            {
                await RefreshAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (file.TryEnter())
            {
                return Find(file, parsed);
            }
        }
    }

    /// <summary>
    /// Opens the file where it is another than the one that serves. Lookups go on meanwhile. What cannot be used is refused: the old file goes on
    /// serving, and the log, the metric and <see cref="Condition"/> say so.
    /// </summary>
    /// <exception cref="SecurityKitConfigurationException">There is no old file, and the one that is there cannot be used.</exception>
    internal async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var present = options.CurrentValue;
            if (_serving is { } serving && serving.Stamp == StampOf(present))
            {
                _refusal = null;
                return;
            }

            await ReplaceAsync(present).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _serving, null)?.Leave();
        _turn.Dispose();
    }

    private static GeoFileStamp? StampOf(GeoOptions options)
    {
        try
        {
            return GeoFileStamp.Of(options.DatabaseFile, options.MapFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Opening it says what is wrong.
            return null;
        }
    }

    private async ValueTask ReplaceAsync(GeoOptions present)
    {
        GeoFile opened;
        try
        {
            opened = await GeoFile.OpenAsync(present).ConfigureAwait(false);
        }
        catch (SecurityKitConfigurationException exception)
        {
            metrics.Opened(GeoMetrics.Refused);
            var isNews = _refusal != exception.Message;
            _refusal = exception.Message;
            if (_serving is not { } old)
            {
                throw;
            }

            if (isNews)
            {
                GeoLog.Refused(logger, exception.Message, old.BuiltAt);
            }

            return;
        }

        metrics.Opened(GeoMetrics.Loaded);
        metrics.Serve(opened.BuiltAt);
        GeoLog.Loaded(logger, present.DatabaseFile, opened.DatabaseType, opened.BuiltAt);
        _refusal = null;
        Interlocked.Exchange(ref _serving, opened)?.Leave();
    }

    private GeoPoint? Find(GeoFile file, GeoNetwork network)
    {
        try
        {
            var place = file.Find(network, options.CurrentValue.MaxAccuracyRadiusKilometres);
            metrics.LookedUp(place is null ? GeoMetrics.Unknown : GeoMetrics.Found);
            return place;
        }
        catch (Exception exception)
        {
            // A record that cannot be read is a place that is not known; a sign-in must not fail over it.
            metrics.LookedUp(GeoMetrics.Failed);
            GeoLog.RecordNotRead(logger, file.Stamp.Path, exception.GetType().Name);
            return null;
        }
        finally
        {
            file.Leave();
        }
    }
}
