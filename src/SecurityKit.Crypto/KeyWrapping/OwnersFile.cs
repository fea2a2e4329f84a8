using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>Reads a short file that only its owner may read.</summary>
internal static class OwnersFile
{
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="remedy">How to make it, for messages.</param>
    /// <returns>The content; the caller wipes it.</returns>
    /// <exception cref="SecurityKitConfigurationException">It is missing, too long, or others may read or write it.</exception>
    internal static byte[] Read(string path, string what, int maxBytes, string remedy)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            RefuseReadableByOthers(file, path, what);
            if (file.Length > maxBytes)
            {
                throw Problem($"The {what} '{path}' is longer than {maxBytes} bytes; it should hold one line.");
            }

            var content = GC.AllocateArray<byte>((int)file.Length, pinned: true);
            try
            {
                file.ReadExactly(content);
                return content;
            }
            catch
            {
                CryptographicOperations.ZeroMemory(content);
                throw;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem($"The {what} '{path}' does not exist. {remedy}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem($"The {what} '{path}' cannot be read ({exception.GetType().Name}). Give it to the user this service runs as, with mode 600.");
        }
    }

    /// <summary>Looks at the open file, not at the path, which could be exchanged in between.</summary>
    private static void RefuseReadableByOthers(FileStream file, string path, string what)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
        {
            throw Problem($"The {what} '{path}' can be read or written by other users. Run `chmod 600 '{path}'`; if others had access, change the key.");
        }
    }

    private static SecurityKitConfigurationException Problem(string text) => new([text]);
}
