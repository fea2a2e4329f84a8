namespace SecurityKit.Geo;

/// <summary>Which file says where networks are, and how it is kept fresh. Binds from <c>SecurityKit:Geo</c>.</summary>
public sealed class GeoOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Geo";

    /// <summary>
    /// A file in the MaxMind DB format whose records have coordinates, such as GeoLite2 City, GeoIP2 City or DB-IP City Lite. Files of countries
    /// only have none and are refused.
    /// </summary>
    /// <value>Default: none; it must be set.</value>
    public string DatabaseFile { get; set; } = string.Empty;

    /// <summary>
    /// Whether the file is mapped instead of being read into memory: no memory of its own, shared by all processes. A mapped file must be replaced
    /// by renaming another one over it; one that is written over in place can end the process.
    /// </summary>
    /// <value>Default: <see langword="false"/>; the file is read into memory, and may be replaced in any way.</value>
    public bool MapFile { get; set; }

    /// <summary>How often is looked whether the file was replaced.</summary>
    /// <value>Default: 1 minute. 1 second to 1 day.</value>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// From which age the file is stale, counted from the date that its maker wrote into it. A stale file goes on serving; the health check and the
    /// posture say so.
    /// </summary>
    /// <value>Default: 45 days. 1 day to 2 years.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(45);

    /// <summary>A place that the file itself calls less exact than this, in kilometres, counts as not known. Files that do not say how exact they are count as exact.</summary>
    /// <value>Default: 500. 1 to 20,000.</value>
    public int MaxAccuracyRadiusKilometres { get; set; } = 500;
}
