using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Portal.Keys;

/// <summary>Outside of development the key that the portal made for itself is refused, by its file's name and by its content.</summary>
internal sealed class DevelopmentKeyCheck(IHostEnvironment environment, IOptions<CryptoOptions> crypto, IConfiguration configuration) : IStartupCheck
{
    public async ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment() || !await IsDevelopmentKeyAsync(cancellationToken))
        {
            return [];
        }

        return
        [
            $"The portal's development master key is configured in the environment '{environment.EnvironmentName}'. Make a key of your own with " +
            $"'openssl rand -base64 32' and give it in {CryptoOptions.DefaultMasterKeyVariable} or {CryptoOptions.Section}:{nameof(CryptoOptions.MasterKeyFile)}.",
        ];
    }

    private async Task<bool> IsDevelopmentKeyAsync(CancellationToken cancellationToken)
    {
        var file = crypto.Value.MasterKeyFile;
        if (file is not null && DevelopmentMasterKey.IsOne(file))
        {
            return true;
        }

        var own = Path.Combine(DataFolder.Open(environment, configuration), DevelopmentMasterKey.FileName);
        if (!File.Exists(own))
        {
            return false;
        }

        var configured = file is not null && File.Exists(file)
            ? await File.ReadAllTextAsync(file, cancellationToken)
            : Environment.GetEnvironmentVariable(crypto.Value.MasterKeyEnvironmentVariable ?? CryptoOptions.DefaultMasterKeyVariable);
        return DevelopmentMasterKey.HasContent(own, configured);
    }
}
