using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>Do all rings rotate in time, and is every key wrapped by the present KEK?</summary>
internal sealed class KeyRingPostureCheck(IKeyRingManager manager, KeyWrapperSource wrappers) : IPostureCheck
{
    private const int HighWeight = 8;

    public string Id => "crypto.keyring.rotation";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var present = (await wrappers.OpenAsync(cancellationToken).ConfigureAwait(false)).Present.KekId;
        var overdue = new List<string>();
        var oldest = TimeSpan.Zero;
        var (keys, underFormer) = (0, 0);
        foreach (var name in manager.Rings)
        {
            var ring = await manager.GetStatusAsync(name, cancellationToken).ConfigureAwait(false);
            keys += ring.Keys.Count(k => k.KekId is not null);
            underFormer += ring.Keys.Count(k => k.KekId is not null && k.KekId != present);
            if (ring.UntilRotation is not { } left)
            {
                continue;
            }

            oldest = ring.Age > oldest ? ring.Age : oldest;
            if (left <= TimeSpan.Zero)
            {
                overdue.Add(name);
            }
        }

        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{manager.Rings.Count} rings, the oldest active key is {oldest.TotalDays:0} days old; {keys - underFormer} of {keys} keys are wrapped by the present master key '{present}'");
        return new PostureFinding(
            Id,
            "Data keys rotate in time and are wrapped by the present master key.",
            overdue.Count > 0 ? PostureStatus.Failed : underFormer > 0 ? PostureStatus.Partial : PostureStatus.Passed,
            overdue.Count > 0 ? $"{evidence}; overdue: {string.Join(", ", overdue)}." : $"{evidence}.",
            Advice(overdue.Count > 0, underFormer > 0),
            HighWeight);
    }

    private static string Advice(bool isOverdue, bool hasFormer) => isOverdue
        ? "See the log for why the rings are not maintained (events 2005, 2002), then call IKeyRingManager.MaintainAsync."
        : hasFormer ? "Call IKeyRingManager.RewrapKeysAsync, then take the former master key out of the configuration." : string.Empty;
}
