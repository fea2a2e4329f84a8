using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>Is stored data moved to newer keys before the keys it needs are retired?</summary>
internal sealed class RewrapPostureCheck(IKeyRingManager manager, TimeProvider clock) : IPostureCheck
{
    private const int Weight = 6;

    public string Id => "crypto.data.rewrap";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var evidence = new List<string>();
        var (isLost, isLate) = (false, false);
        foreach (var name in manager.Rings)
        {
            var ring = await manager.GetStatusAsync(name, cancellationToken).ConfigureAwait(false);
            if (ring.Kind != KeyKind.Data)
            {
                continue;
            }

            var below = 0L;
            foreach (var key in ring.Keys.Where(k => k.SupersededAt is not null || k.State is KeyState.Revoked or KeyState.Destroyed))
            {
                var values = ring.Data.Sum(d => d.ValuesByKey.GetValueOrDefault(key.Id));
                below += values;
                isLost |= values > 0 && (key.State is not KeyState.DecryptOnly || key.ExpiresAt <= now);
                isLate |= key is { State: KeyState.DecryptOnly, SupersededAt: { } begin, ExpiresAt: { } end }
                    && now - begin > (end - begin) / 2
                    && (values > 0 || !ring.Data.Any(d => d.CountedAt >= begin));
            }

            evidence.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {below} values below version {ring.CurrentVersion} in {ring.Data.Count} sources that were counted"));
        }

        return new PostureFinding(
            Id,
            "Stored data moves to newer keys before the keys it needs are retired.",
            isLost ? PostureStatus.Failed : isLate ? PostureStatus.Partial : PostureStatus.Passed,
            evidence.Count == 0 ? "No ring encrypts data." : string.Join("; ", evidence) + ".",
            isLost || isLate ? "Run 'securitykit rewrap' (DataRewrapper) on every source; forget the counts of sources that are gone." : string.Empty,
            Weight);
    }
}
