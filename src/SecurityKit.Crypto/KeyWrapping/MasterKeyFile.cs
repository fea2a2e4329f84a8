using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Makes a master key file, on purpose, for tools, tests and samples. Hosts never do it by themselves.</summary>
public static class MasterKeyFile
{
    /// <summary>Writes a new random KEK as base64 into a file that only the present user can read. Never overwrites.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public static void Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var key = RandomNumberGenerator.GetBytes(Aead.KeySizeBytes);
        var line = Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n");
        try
        {
            using var file = new FileStream(path, options);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(line);
        }
    }
}
