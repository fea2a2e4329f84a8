using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Argon2 in the PHC string format: makes Argon2id hashes with the present parameters, reads all variants and versions.</summary>
internal sealed class Argon2PasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    private const int SaltBytes = 16;
    private const int TagBytes = 32;
    private const string Prefix = "$argon2";

    public string Name => "argon2id";

    /// <summary>What a hash made now costs.</summary>
    internal Argon2Parameters Present { get; } = new(
        Argon2Variant.Argon2id, Argon2Parameters.Version13, options.Value.MemoryKiB, options.Value.Iterations, options.Value.Parallelism);

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return hash.StartsWith(Prefix, StringComparison.Ordinal)
            && Argon2PhcFormat.TryRead(hash, out var parameters, out var salt, out var tag)
            && options.Value.Limits.Allow(parameters)
                ? new Argon2Hash(parameters, salt, tag, NeedsRehash(parameters, salt, tag))
                : null;
    }

    /// <summary>Hashes a password under a new salt.</summary>
    internal string Hash(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        RandomNumberGenerator.Fill(salt);
        Argon2.Compute(Present, new Argon2Inputs { Password = password, Salt = salt }, memory, threads, tag, cancellationToken);
        var text = Argon2PhcFormat.Write(Present, salt, tag);
        CryptographicOperations.ZeroMemory(tag);
        return text;
    }

    /// <summary>A hash in the present form that no password is known to match; costs nothing to make.</summary>
    internal string HashOfNothing() =>
        Argon2PhcFormat.Write(Present, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(TagBytes));

    // Stronger parameters than the present ones are kept: a host that turns its costs down does not weaken what it has.
    private bool NeedsRehash(Argon2Parameters parameters, byte[] salt, byte[] tag) =>
        parameters.Variant != Present.Variant
        || parameters.Version != Present.Version
        || parameters.MemoryKiB < Present.MemoryKiB
        || parameters.Iterations < Present.Iterations
        || parameters.Parallelism != Present.Parallelism
        || salt.Length < SaltBytes
        || tag.Length < TagBytes;
}
