using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Portal.Keys;

/// <summary>
/// The key that wraps all others while developing: made at the first run, beside the data, readable by its owner only.
/// Production brings its own key and refuses this one.
/// </summary>
internal static class DevelopmentMasterKey
{
    internal const string FileName = "development-master.key";

    /// <summary>The file to use, made if it is not there yet; says so loudly when it makes one.</summary>
    internal static string Ensure(string dataFolder, TextWriter console)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
        {
            MasterKeyFile.Create(path);
            console.WriteLine(
                $"""

                ****************************************************************************
                *  A DEVELOPMENT master key was made (mode 600):
                *    {path}
                *  It protects everything in this folder. Never use it in production:
                *  there the portal starts only with a key of your own in
                *  SECURITYKIT_MASTER_KEY or SecurityKit:Crypto:MasterKeyFile.
                ****************************************************************************

                """);
        }

        return path;
    }

    /// <summary>Whether a key's text is that of the file, compared in fixed time.</summary>
    internal static bool HasContent(string path, string? keyText) =>
        keyText is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim()), Encoding.UTF8.GetBytes(keyText.Trim()));

    internal static bool IsOne(string path) =>
        string.Equals(Path.GetFileName(path), FileName, StringComparison.OrdinalIgnoreCase);
}
