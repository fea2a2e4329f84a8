using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>Are keys told to rotate often enough? Whether they do is asked by <see cref="KeyRingPostureCheck"/>.</summary>
internal sealed class RotationPeriodPostureCheck(KeyRingRegistry registry) : IPostureCheck
{
    private const int Weight = 5;
    private static readonly TimeSpan Advised = TimeSpan.FromDays(90);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public string Id => "crypto.keyring.period";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var rings = registry.All.Select(ring => ring.Definition).Where(ring => ring.Kind != KeyKind.Index).ToArray();
        var longest = rings.Max(ring => ring.Options.RotationPeriod);
        var status = longest > Longest ? PostureStatus.Failed : longest > Advised ? PostureStatus.Partial : PostureStatus.Passed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Keys are to rotate at least every 90 days.",
            status,
            string.Join("; ", rings.Select(ring => string.Create(CultureInfo.InvariantCulture, $"{ring.Name}: every {ring.Options.RotationPeriod.TotalDays:0.#} days"))) + ".",
            status == PostureStatus.Passed ? string.Empty : $"Set the RotationPeriod of DataRing, SigningRing and Rings in {CryptoOptions.Section} to 90 days or less.",
            Weight));
    }
}
