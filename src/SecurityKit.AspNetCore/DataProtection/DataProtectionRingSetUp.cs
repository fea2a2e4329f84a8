using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>Adds the ring. Data Protection writes each of its keys once, and never anew under a newer key of the ring.</summary>
internal sealed class DataProtectionRingSetUp : IPostConfigureOptions<CryptoOptions>
{
    public void PostConfigure(string? name, CryptoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddLastingRing(KeyRingNames.DataProtection);
    }
}
