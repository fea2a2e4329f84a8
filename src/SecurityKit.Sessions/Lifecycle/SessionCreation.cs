namespace SecurityKit.Sessions;

/// <summary>What a store answers to a draft.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Evicted">What had to go, the oldest first; empty unless created.</param>
public sealed record SessionCreation(SessionStartStatus Status, IReadOnlyList<Session> Evicted);
