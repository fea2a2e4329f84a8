using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>A stored PBKDF2 hash (RFC 8018), whatever text form it came in.</summary>
internal sealed class Pbkdf2Hash : StoredPasswordHash
{
    internal const int MaxSaltBytes = 1024;
    internal const int MinTagBytes = 16;
    internal const int MaxTagBytes = 64;

    private readonly HashAlgorithmName _function;
    private readonly byte[] _salt;
    private readonly byte[] _tag;

    private Pbkdf2Hash(HashAlgorithmName function, int iterations, byte[] salt, byte[] tag)
    {
        (_function, Iterations, _salt, _tag) = (function, iterations, salt, tag);
    }

    internal int Iterations { get; }

    // Always: PBKDF2 needs no memory, so guessing it on special hardware is cheap.
    public override bool NeedsRehash => true;

    /// <summary>The hash, or null where a part is out of bounds.</summary>
    internal static Pbkdf2Hash? Create(HashAlgorithmName? function, int iterations, byte[] salt, byte[] tag, PasswordVerificationLimits limits) =>
        function is { } known && iterations >= 1 && iterations <= limits.Pbkdf2Iterations
            && salt.Length is >= 1 and <= MaxSaltBytes && tag.Length is >= MinTagBytes and <= MaxTagBytes
            ? new Pbkdf2Hash(known, iterations, salt, tag)
            : null;

    /// <summary>The function by the name all text forms use.</summary>
    internal static HashAlgorithmName? FunctionOf(ReadOnlySpan<char> name) => name switch
    {
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The bytes that a function gives, which the text forms use as the tag's length.</summary>
    internal static int OutputBytesOf(HashAlgorithmName function) =>
        function == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : function == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;

    [SuppressMessage("Security", "CA5379", Justification = "Verifies what others made with SHA-1; a match asks for a new hash.")]
    public override bool Matches(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> computed = stackalloc byte[MaxTagBytes];
        computed = computed[.._tag.Length];
        Rfc2898DeriveBytes.Pbkdf2(password, _salt, computed, Iterations, _function);
        return CryptographicOperations.FixedTimeEquals(computed, _tag);
    }
}
