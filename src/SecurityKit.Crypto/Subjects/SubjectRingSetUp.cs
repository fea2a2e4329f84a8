using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Adds the ring that wraps subjects' keys. A key may be wrapped once and for all, so the ring forgets nothing by age.</summary>
internal sealed class SubjectRingSetUp : IPostConfigureOptions<CryptoOptions>
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(36_525);
    private static readonly TimeSpan RotationPeriod = TimeSpan.FromDays(90);

    public void PostConfigure(string? name, CryptoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Rings.ContainsKey(KeyRingNames.Subjects))
        {
            options.AddRing(KeyRingNames.Subjects, ring => ring.RotationPeriod = RotationPeriod);
        }

        options.Rings[KeyRingNames.Subjects].Grace = LongestGrace;
    }
}
