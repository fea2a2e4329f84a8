namespace SecurityKit.Sessions;

/// <summary>Sessions that have something in common.</summary>
/// <param name="Name">What: a device's name, or a network.</param>
/// <param name="Count">How many there are.</param>
public sealed record SessionGroup(string Name, long Count);
