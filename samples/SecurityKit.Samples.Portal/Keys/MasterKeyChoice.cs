using SecurityKit.Crypto;

namespace SecurityKit.Samples.Portal.Keys;

/// <summary>Which key wraps the others: the one that the host was given, or, while developing, one that the portal makes for itself.</summary>
internal static class MasterKeyChoice
{
    internal static void Make(
        CryptoOptions crypto, IHostEnvironment environment, IConfiguration configuration, string dataFolder, TextWriter console)
    {
        if (configuration[$"{CryptoOptions.Section}:{nameof(CryptoOptions.MasterKeyFile)}"] is { Length: > 0 } file)
        {
            crypto.UseMasterKeyFile(file);
        }
        else if (!environment.IsDevelopment() || Environment.GetEnvironmentVariable(CryptoOptions.DefaultMasterKeyVariable) is { Length: > 0 })
        {
            crypto.UseMasterKeyFromEnvironment();
        }
        else
        {
            crypto.UseMasterKeyFile(DevelopmentMasterKey.Ensure(dataFolder, console));
        }
    }
}
