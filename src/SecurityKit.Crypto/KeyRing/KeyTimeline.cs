namespace SecurityKit.Crypto;

/// <summary>Derives the state of every key of a ring at one moment. Pure.</summary>
internal sealed class KeyTimeline
{
    private KeyTimeline(IReadOnlyList<KeyPosition> positions, KeyPosition? active, KeyPosition? pending, DateTimeOffset nextChange)
    {
        Positions = positions;
        Active = active;
        Pending = pending;
        NextChange = nextChange;
    }

    /// <summary>Ordered by version, the oldest first.</summary>
    internal IReadOnlyList<KeyPosition> Positions { get; }

    internal KeyPosition? Active { get; }

    /// <summary>The announced next key.</summary>
    internal KeyPosition? Pending { get; }

    /// <summary>When time alone changes a state next.</summary>
    internal DateTimeOffset NextChange { get; }

    internal static KeyTimeline At(KeyRingDocument document, TimeSpan grace, DateTimeOffset now)
    {
        var keys = document.Keys;
        var positions = new KeyPosition[keys.Count];
        KeyPosition? active = null;
        KeyPosition? pending = null;
        var nextChange = DateTimeOffset.MaxValue;
        DateTimeOffset? supersededAt = null;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var key = keys[i];
            var wasActivated = key.ActivatesAt <= now && (key.RevokedAt is null || key.RevokedAt > key.ActivatesAt);
            DateTimeOffset? expiresAt = supersededAt is { } end ? end.SaturatingAdd(grace) : null;
            var isHeld = document.HasDataUnder(key.Id);
            var state = StateOf(key, isSuperseded: active is not null || supersededAt is not null, isHeld ? null : expiresAt, now);
            positions[i] = new KeyPosition(key, state, supersededAt, expiresAt);
            switch (state)
            {
                case KeyState.Active:
                    active = positions[i];
                    break;
                case KeyState.Pending:
                    pending = positions[i];
                    nextChange = Earlier(nextChange, key.ActivatesAt);
                    break;
                case KeyState.DecryptOnly when !isHeld:
                    nextChange = Earlier(nextChange, expiresAt ?? DateTimeOffset.MaxValue);
                    break;
                default:
                    break;
            }

            if (wasActivated)
            {
                supersededAt = key.ActivatesAt;
            }
        }

        if (active is null && pending is not null)
        {
            // The first key, or the successor of one that was revoked, was put in its place by a node whose clock is ahead of this one's: it is
            // the key to use all the same. A key that was superseded never comes back.
            var index = Array.FindIndex(positions, p => p.State == KeyState.Pending);
            active = positions[index] = positions[index] with { State = KeyState.Active };
            pending = Array.FindLast(positions, p => p.State == KeyState.Pending);
        }

        return new KeyTimeline(positions, active, pending, nextChange);
    }

    private static KeyState StateOf(KeyRecord key, bool isSuperseded, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (key.DestroyedAt is not null)
        {
            return KeyState.Destroyed;
        }

        if (key.RevokedAt is not null)
        {
            return KeyState.Revoked;
        }

        if (key.ActivatesAt > now)
        {
            return KeyState.Pending;
        }

        if (!isSuperseded)
        {
            return KeyState.Active;
        }

        return expiresAt <= now ? KeyState.Expired : KeyState.DecryptOnly;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
