namespace SecurityKit.Sessions;

/// <summary>A store's answer to the use of a refresh token.</summary>
/// <param name="Status">What was decided.</param>
/// <param name="Session">The session as it is now, or as it was when it ended; null when not found.</param>
/// <param name="SealedSuccessor">The sealed successor of the presented token when repeated; else null.</param>
public sealed record RefreshRotation(RefreshRotationStatus Status, Session? Session, byte[]? SealedSuccessor);
