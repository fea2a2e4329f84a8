using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Makes a KEK from a passphrase, once, when the rings load.</summary>
internal static class PassphraseKey
{
    private const int MaxBytes = 1024;

    /// <exception cref="SecurityKitConfigurationException">The options are not right, or there is no passphrase that is long enough.</exception>
    internal static async ValueTask<IKeyWrapper> OpenAsync(PassphraseOptions options, CancellationToken cancellationToken)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new SecurityKitConfigurationException(problems);
        }

        var passphrase = Read(options);
        try
        {
            // Half a second of work: not on the thread that starts the host.
            return await Task.Run(() => Derive(options, passphrase, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    private static LocalKeyWrapper Derive(PassphraseOptions options, byte[] passphrase, CancellationToken cancellationToken)
    {
        options.TrySalt(out var salt);
        Span<byte> key = stackalloc byte[Aead.KeySizeBytes];
        try
        {
            if (options.Derivation == PassphraseDerivation.Pbkdf2Sha256)
            {
                Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, key, options.Pbkdf2Iterations, HashAlgorithmName.SHA256);
            }
            else
            {
                DeriveArgon2(options, passphrase, salt, key, cancellationToken);
            }

            return new LocalKeyWrapper(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void DeriveArgon2(PassphraseOptions options, byte[] passphrase, byte[] salt, Span<byte> key, CancellationToken cancellationToken)
    {
        var parameters = new Argon2Parameters(
            Argon2Variant.Argon2id, Argon2Parameters.Version13, options.Argon2MemoryKiB, options.Argon2Iterations, Parallelism: 1);
        using var arena = new HashingArena((int)parameters.MemoryBytes);
        try
        {
            Argon2.Compute(parameters, new Argon2Inputs { Password = passphrase, Salt = salt }, arena.Memory, threads: 1, key, cancellationToken);
        }
        finally
        {
            arena.Wipe();
        }
    }

    private static byte[] Read(PassphraseOptions options)
    {
        if (options.EnvironmentVariable is { Length: > 0 } variable)
        {
            var text = Environment.GetEnvironmentVariable(variable);
            return string.IsNullOrEmpty(text)
                ? throw Problem($"The environment variable {variable} holds no passphrase for the master key. Set it to at least {PassphraseOptions.MinCharacters} characters that nobody can guess, and keep a copy of it.")
                : Checked(Encoding.UTF8.GetBytes(text), $"the environment variable {variable}");
        }

        var content = OwnersFile.Read(options.File!, "passphrase file", MaxBytes, "Write the passphrase into it as one line, with mode 600.");
        try
        {
            var line = content.AsSpan();
            var end = line.IndexOfAny((byte)'\r', (byte)'\n');
            return Checked((end < 0 ? line : line[..end]).ToArray(), $"the file '{options.File}'");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static byte[] Checked(byte[] passphrase, string source)
    {
        var text = new char[passphrase.Length];
        var isLongEnough = Encoding.UTF8.GetChars(passphrase, text) >= PassphraseOptions.MinCharacters;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
        return isLongEnough && passphrase.AsSpan().ContainsAnyExcept(passphrase[0])
            ? passphrase
            : throw Problem($"The passphrase in {source} is too easy to guess: at least {PassphraseOptions.MinCharacters} characters, not one of them repeated. Six random words of a word list do; so does `openssl rand -base64 24`.");
    }

    private static SecurityKitConfigurationException Problem(string text) => new([text]);
}
