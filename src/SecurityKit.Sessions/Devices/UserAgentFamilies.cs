namespace SecurityKit.Sessions;

/// <summary>What a User-Agent header says of itself: families without versions.</summary>
/// <param name="Browser">The browser or client, such as <c>Firefox</c>; <c>Other</c> when unknown.</param>
/// <param name="OperatingSystem">The operating system, such as <c>Windows</c>; <c>Other</c> when unknown.</param>
/// <param name="Device">The device, such as <c>iPhone</c>; <c>Other</c> for desktops and the unknown, <c>Spider</c> for crawlers.</param>
internal sealed record UserAgentFamilies(string Browser, string OperatingSystem, string Device)
{
    internal const string Unknown = "Other";

    /// <summary>A name for people: <c>Firefox on Windows</c>.</summary>
    internal string DisplayName => (Browser, OperatingSystem) switch
    {
        (Unknown, Unknown) => "Unknown device",
        (_, Unknown) => Browser,
        (Unknown, _) => OperatingSystem,
        _ => $"{Browser} on {OperatingSystem}",
    };
}
