using System.Security.Cryptography;

namespace SecurityKit.Crypto;

internal sealed class BcryptHash(int cost, byte[] salt, byte[] tag) : StoredPasswordHash
{
    internal int Cost => cost;

    // Always: bcrypt needs so little memory that guessing it on special hardware is cheap, and it ignores all after the 72nd byte.
    public override bool NeedsRehash => true;

    public override bool Matches(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken)
    {
        Span<byte> computed = stackalloc byte[Bcrypt.TagBytes];
        Bcrypt.Compute(password, salt, cost, computed, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(computed, tag);
    }
}
