namespace SecurityKit.Sessions;

/// <summary>One use of a refresh token, as the store decides upon it in one step.</summary>
/// <param name="FamilyHash">SHA-256 of the family part that was presented.</param>
/// <param name="TokenHash">SHA-256 of the token that was presented.</param>
/// <param name="SuccessorHash">SHA-256 of the token that replaces it.</param>
/// <param name="SealedSuccessor">The successor, readable only with the presented token; given back when a lost answer is asked for again.</param>
/// <param name="KeyThumbprint">The thumbprint of the key the client proved to hold; must be the session's, null where that is null.</param>
/// <param name="Leeway">How long after its use a token may be presented again.</param>
/// <param name="SessionLifetime">The absolute lifetime a renewed session gets.</param>
public sealed record RefreshAttempt(
    byte[] FamilyHash, byte[] TokenHash, byte[] SuccessorHash, byte[] SealedSuccessor, string? KeyThumbprint, TimeSpan Leeway, TimeSpan SessionLifetime);
