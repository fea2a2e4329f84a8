using System.Security.Cryptography;

namespace SecurityKit.Sessions;

/// <summary>The refresh tokens of one session: the one that is good, and the one before it.</summary>
internal sealed record InMemoryRefreshFamily(
    byte[] FamilyHash, byte[] CurrentHash, byte[]? PreviousHash, byte[]? SealedSuccessor, DateTimeOffset RotatedAt)
{
    internal InMemoryRefreshFamily Rotated(RefreshAttempt attempt, DateTimeOffset now) =>
        new(FamilyHash, attempt.SuccessorHash, CurrentHash, attempt.SealedSuccessor, now);

    internal bool IsRepeat(RefreshAttempt attempt, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(PreviousHash, attempt.TokenHash) && now - RotatedAt <= attempt.Leeway;
}
