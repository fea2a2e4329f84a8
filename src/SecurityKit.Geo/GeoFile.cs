using MaxMind.Db;
using SecurityKit.Sessions;

namespace SecurityKit.Geo;

/// <summary>
/// One opened file. Whoever looks something up enters before and leaves after it, so that a file that was replaced is closed when the last lookup in
/// it has ended, and not under it. Thread-safe.
/// </summary>
internal sealed class GeoFile
{
    /// <summary>Two ends of a network that are farther apart than this are in two places.</summary>
    private const double SamePlaceKilometres = 200;

    /// <summary>How many records are looked at for coordinates when a file is opened.</summary>
    private const int SampleRecords = 2_000;

    private readonly Reader _reader;
    private readonly bool _hasIpv6;

    /// <summary>Those inside, and one for as long as the file serves.</summary>
    private int _users = 1;

    private GeoFile(Reader reader, GeoFileStamp stamp, DateTimeOffset builtAt)
    {
        _reader = reader;
        _hasIpv6 = reader.Metadata.IPVersion == 6;
        Stamp = stamp;
        BuiltAt = builtAt;
    }

    internal GeoFileStamp Stamp { get; }

    /// <summary>When its maker made it, by its own account, UTC.</summary>
    internal DateTimeOffset BuiltAt { get; }

    internal string DatabaseType => _reader.Metadata.DatabaseType;

    /// <summary>Opens the file and sees that it can say where networks are.</summary>
    /// <exception cref="SecurityKitConfigurationException">It cannot; the message names the file and the rule.</exception>
    internal static async ValueTask<GeoFile> OpenAsync(GeoOptions options)
    {
        Reader? reader = null;
        try
        {
            var stamp = GeoFileStamp.Of(options.DatabaseFile, options.MapFile)
                ?? throw Refusal(options, "there is no such file. Put a City file in the MaxMind DB format there, or set the path of one");
            reader = options.MapFile ? new Reader(options.DatabaseFile, FileAccessMode.MemoryMapped) : await Reader.CreateAsync(options.DatabaseFile).ConfigureAwait(false);
            return HasCoordinates(reader)
                ? new GeoFile(reader, stamp, new DateTimeOffset(DateTime.SpecifyKind(reader.Metadata.BuildDate, DateTimeKind.Utc)))
                : throw Refusal(options, $"a file of type '{reader.Metadata.DatabaseType}' whose records have no coordinates. Take a City file");
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            throw exception switch
            {
                SecurityKitConfigurationException => exception,
                UnauthorizedAccessException or IOException => Refusal(options, $"a file that cannot be read ({exception.GetType().Name}). Let the host's user read it"),

                // The reader of a format that anybody may have written: whatever it stumbles over, the file is not to be used.
                _ => Refusal(options, $"not a whole file in the MaxMind DB format ({exception.GetType().Name}). Download it again"),
            };
        }
    }

    /// <summary>Keeps the file open until <see cref="Leave"/>.</summary>
    /// <returns>False when it has been closed.</returns>
    internal bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began; called once more by whom the file served, it closes the file after the last one inside.</summary>
    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _reader.Dispose();
        }
    }

    /// <summary>Where a network is; null when the file does not know, or knows its two ends in two places.</summary>
    internal GeoPoint? Find(GeoNetwork network, int maxRadiusKilometres)
    {
        if (network.IsIpv6 && !_hasIpv6)
        {
            return null;
        }

        var first = _reader.Find<GeoRecord>(network.First)?.PlaceWithin(maxRadiusKilometres);
        var last = network.Last.Equals(network.First) ? first : _reader.Find<GeoRecord>(network.Last)?.PlaceWithin(maxRadiusKilometres);
        return first is { } here && last is { } there && here.KilometresTo(there) <= SamePlaceKilometres ? here : null;
    }

    private static bool HasCoordinates(Reader reader) =>
        reader.FindAll<GeoRecord>().Take(SampleRecords).Any(node => node.Data.PlaceWithin(int.MaxValue) is not null);

    private static SecurityKitConfigurationException Refusal(GeoOptions options, string what) =>
        new([$"{GeoOptions.Section}:{nameof(options.DatabaseFile)} is '{options.DatabaseFile}': {what}."]);
}
