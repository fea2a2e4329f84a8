namespace SecurityKit.Sessions;

/// <summary>What a store keeps of a new session.</summary>
/// <param name="Session">The session.</param>
/// <param name="TokenHash">SHA-256 of the session token.</param>
/// <param name="Refresh">The hashes of its first refresh token; null when it has none.</param>
public sealed record SessionDraft(Session Session, byte[] TokenHash, RefreshSeed? Refresh);
