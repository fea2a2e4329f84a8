using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>A stored Argon2 hash: parameters, salt and tag.</summary>
internal sealed class Argon2Hash(Argon2Parameters parameters, byte[] salt, byte[] tag, bool needsRehash) : StoredPasswordHash
{
    internal Argon2Parameters Parameters => parameters;

    internal ReadOnlySpan<byte> Salt => salt;

    internal ReadOnlySpan<byte> Tag => tag;

    public override int MemoryBytes => (int)parameters.MemoryBytes;

    public override int Threads => parameters.Parallelism;

    public override bool NeedsRehash => needsRehash;

    public override bool Matches(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken)
    {
        Span<byte> computed = stackalloc byte[Argon2PhcFormat.MaxTagBytes];
        computed = computed[..tag.Length];
        Argon2.Compute(parameters, new Argon2Inputs { Password = password, Salt = salt }, memory, threads, computed, cancellationToken);
        var matches = CryptographicOperations.FixedTimeEquals(computed, tag);
        CryptographicOperations.ZeroMemory(computed);
        return matches;
    }
}
