using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Adds the ring that wraps subjects' keys. A key may be wrapped once and for all, so the ring forgets nothing by age.</summary>
internal sealed class SubjectRingSetUp : IPostConfigureOptions<CryptoOptions>
{
    public void PostConfigure(string? name, CryptoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddLastingRing(KeyRingNames.Subjects);
    }
}
