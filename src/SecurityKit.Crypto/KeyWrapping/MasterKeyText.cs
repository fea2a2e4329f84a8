using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Reads a KEK written as base64 of 32 bytes.</summary>
internal static class MasterKeyText
{
    private const int MaxFileBytes = 1024;

    /// <exception cref="SecurityKitConfigurationException">The text is not base64 of 32 bytes.</exception>
    internal static LocalKeyWrapper Open(ReadOnlySpan<char> text, string source)
    {
        Span<byte> key = stackalloc byte[Aead.KeySizeBytes];
        try
        {
            var trimmed = text.Trim();
            var isRight = Convert.TryFromBase64Chars(trimmed, key, out var written) && written == Aead.KeySizeBytes;
            if (!isRight)
            {
                throw Problem($"The master key in {source} is not base64 of exactly {Aead.KeySizeBytes} bytes. Make one with `openssl rand -base64 32`.");
            }

            if (key.IndexOfAnyExcept(key[0]) < 0)
            {
                throw Problem($"The master key in {source} is one byte repeated, which is no key. Make one with `openssl rand -base64 32`.");
            }

            return new LocalKeyWrapper(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static LocalKeyWrapper FromEnvironment(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrWhiteSpace(text)
            ? throw Problem($"The environment variable {variable} holds no master key. Set it to base64 of 32 bytes, such as the output of `openssl rand -base64 32`, and keep a copy of it.")
            : Open(text, $"the environment variable {variable}");
    }

    internal static LocalKeyWrapper FromFile(string path)
    {
        var content = OwnersFile.Read(path, "master key file", MaxFileBytes, $"Make it with `(umask 077; openssl rand -base64 32 > '{path}')` and keep a copy of it.");
        var text = Encoding.ASCII.GetChars(content);
        try
        {
            return Open(text, $"the file '{path}'");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            Array.Clear(text);
        }
    }

    private static SecurityKitConfigurationException Problem(string text) => new([text]);
}
