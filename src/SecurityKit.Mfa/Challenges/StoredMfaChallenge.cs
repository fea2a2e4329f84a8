namespace SecurityKit.Mfa;

/// <summary>What a store keeps of a sign-in that waits for a further factor.</summary>
/// <param name="TokenHash">SHA-256 of the token, 32 bytes; the token itself is kept nowhere.</param>
/// <param name="Subject">Who signs in.</param>
/// <param name="Factors">What was proven before, with the times.</param>
/// <param name="ExpiresAt">Until when it may be completed, UTC.</param>
public sealed record StoredMfaChallenge(
    byte[] TokenHash, string Subject, IReadOnlyList<AuthenticationFactor> Factors, DateTimeOffset ExpiresAt);
