using System.Globalization;

namespace SecurityKit.Geo;

/// <summary>How the file is at one moment.</summary>
/// <param name="IsLoaded">Whether a file serves.</param>
/// <param name="IsFresh">Whether it is younger than <see cref="GeoOptions.MaxAge"/>.</param>
/// <param name="Refusal">Why the file that is there now is not the one that serves; null when it is.</param>
/// <param name="DatabaseType">What its maker calls it.</param>
/// <param name="BuiltAt">When it was made, UTC.</param>
internal sealed record GeoCondition(bool IsLoaded, bool IsFresh, string? Refusal, string DatabaseType, DateTimeOffset BuiltAt)
{
    /// <summary>What was seen, in words.</summary>
    internal string Evidence => IsLoaded
        ? string.Create(CultureInfo.InvariantCulture, $"{DatabaseType} of {BuiltAt:yyyy-MM-dd} serves.{(Refusal is null ? string.Empty : " The file that was to replace it is refused: " + Refusal)}")
        : Refusal ?? "No file has been opened yet.";

    internal static GeoCondition NotLoaded(string? refusal) => new(IsLoaded: false, IsFresh: false, refusal, string.Empty, DateTimeOffset.MinValue);
}
