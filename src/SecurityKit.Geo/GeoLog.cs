using Microsoft.Extensions.Logging;

namespace SecurityKit.Geo;

internal static partial class GeoLog
{
    [LoggerMessage(5500, LogLevel.Information, "{Path} says where networks are: {DatabaseType}, made {BuiltAt:u}")]
    internal static partial void Loaded(ILogger logger, string path, string databaseType, DateTimeOffset builtAt);

    [LoggerMessage(5501, LogLevel.Error, "The file that is to say where networks are was replaced by one that cannot be used, and the one made {BuiltAt:u} goes on serving. {Problem}")]
    internal static partial void Refused(ILogger logger, string problem, DateTimeOffset builtAt);

    [LoggerMessage(5502, LogLevel.Warning, "A record of {Path} cannot be read ({Failure}); its network counts as not known")]
    internal static partial void RecordNotRead(ILogger logger, string path, string failure);

    [LoggerMessage(5503, LogLevel.Error, "Looking whether the file that says where networks are was replaced failed; it is tried again after the interval")]
    internal static partial void LookFailed(ILogger logger, Exception exception);
}
