using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Reads a KEK written as base64 of 32 bytes.</summary>
internal static class MasterKeyText
{
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
        byte[] content;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            RefuseReadableByOthers(file, path);
            content = ReadAll(file, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem($"The master key file '{path}' does not exist. Make it with `(umask 077; openssl rand -base64 32 > '{path}')` and keep a copy of it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem($"The master key file '{path}' cannot be read ({exception.GetType().Name}). Give it to the user this service runs as, with mode 600.");
        }

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

    private static byte[] ReadAll(FileStream file, string path)
    {
        const int MaxBytes = 1024;
        if (file.Length > MaxBytes)
        {
            throw Problem($"The master key file '{path}' is longer than {MaxBytes} bytes; it should hold one line of base64.");
        }

        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>Looks at the open file, not at the path, which could be exchanged in between.</summary>
    private static void RefuseReadableByOthers(FileStream file, string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
        {
            throw Problem($"The master key file '{path}' can be read or written by other users. Run `chmod 600 '{path}'`; if others had access, change the key.");
        }
    }

    private static SecurityKitConfigurationException Problem(string text) => new([text]);
}
