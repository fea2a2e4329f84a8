namespace SecurityKit.Crypto;

/// <summary>
/// A KEK made from a passphrase. Everything here goes into the key: another salt, derivation or cost is another KEK, so write them down together.
/// 32 random bytes (<see cref="CryptoOptions.UseMasterKeyFromEnvironment"/>) are better wherever nobody has to type the key.
/// </summary>
public sealed class PassphraseOptions
{
    internal const int MinCharacters = 16;
    internal const int MinSaltBytes = 16;
    internal const int MinPbkdf2Iterations = 600_000;
    internal const int MinArgon2MemoryKiB = 19 * 1024;

    /// <summary>The environment variable that holds the passphrase. Either this or <see cref="File"/>.</summary>
    /// <value>Default: none.</value>
    public string? EnvironmentVariable { get; set; }

    /// <summary>The file that holds the passphrase on its first line; readable by its owner only.</summary>
    /// <value>Default: none.</value>
    public string? File { get; set; }

    /// <summary>The salt as base64, 16 to 64 bytes; not secret, the same at every start. Make one with <c>openssl rand -base64 16</c>.</summary>
    /// <value>Default: none; the start is refused.</value>
    public string Salt { get; set; } = string.Empty;

    /// <summary>How the key is made.</summary>
    /// <value>Default: <see cref="PassphraseDerivation.Argon2id"/>.</value>
    public PassphraseDerivation Derivation { get; set; } = PassphraseDerivation.Argon2id;

    /// <summary>Argon2id memory in KiB, 19,456 to 1,048,576.</summary>
    /// <value>Default: 65,536 (64 MiB).</value>
    public int Argon2MemoryKiB { get; set; } = 64 * 1024;

    /// <summary>Argon2id passes, 2 to 64.</summary>
    /// <value>Default: 3.</value>
    public int Argon2Iterations { get; set; } = 3;

    /// <summary>PBKDF2 iterations, 600,000 to 100,000,000.</summary>
    /// <value>Default: 600,000.</value>
    public int Pbkdf2Iterations { get; set; } = MinPbkdf2Iterations;

    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require((EnvironmentVariable is { Length: > 0 }) != (File is { Length: > 0 }), "set either EnvironmentVariable or File.");
        Require(
            TrySalt(out _),
            $"Salt must be base64 of {MinSaltBytes} to 64 bytes, and the same at every start. Make one with `openssl rand -base64 16`; it is not secret.");
        Require(Derivation is PassphraseDerivation.Argon2id or PassphraseDerivation.Pbkdf2Sha256, "Derivation must be Argon2id or Pbkdf2Sha256.");
        Require(Argon2MemoryKiB is >= MinArgon2MemoryKiB and <= PasswordHashingOptions.MaxMemoryKiB, "Argon2MemoryKiB must be between 19456 and 1048576.");
        Require(Argon2Iterations is >= 2 and <= 64, "Argon2Iterations must be between 2 and 64.");
        Require(Pbkdf2Iterations is >= MinPbkdf2Iterations and <= 100_000_000, "Pbkdf2Iterations must be between 600000 and 100000000.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add("Master key from a passphrase: " + problem);
            }
        }
    }

    internal bool TrySalt(out byte[] salt)
    {
        var bytes = new byte[64];
        var isRight = Convert.TryFromBase64String(Salt, bytes, out var written) && written >= MinSaltBytes;
        salt = isRight ? bytes[..written] : [];
        return isRight;
    }
}
