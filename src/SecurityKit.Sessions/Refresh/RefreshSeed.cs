namespace SecurityKit.Sessions;

/// <summary>The hashes a refresh token family starts with.</summary>
/// <param name="FamilyHash">SHA-256 of the part that all tokens of the family share.</param>
/// <param name="TokenHash">SHA-256 of the first token.</param>
public sealed record RefreshSeed(byte[] FamilyHash, byte[] TokenHash);
