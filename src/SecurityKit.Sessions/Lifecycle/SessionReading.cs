namespace SecurityKit.Sessions;

/// <summary>What a store knows of a session that is asked for. The default value means that there is no live one.</summary>
/// <param name="Session">The session; null when there is none or a timeout has passed.</param>
/// <param name="TokenHash">SHA-256 of its token.</param>
/// <param name="IsTokenRevoked">Whether the access token that was asked about was revoked by itself.</param>
public readonly record struct SessionReading(Session? Session, byte[]? TokenHash, bool IsTokenRevoked);
