namespace SecurityKit.Crypto;

/// <summary>A ring at one moment: immutable, good until time or a change of the ring makes another.</summary>
internal sealed class KeyRingView
{
    private readonly RingKey[] _usable;

    internal KeyRingView(string ring, long revision, KeyTimeline timeline, IReadOnlyDictionary<KeyId, RingKey> keys)
    {
        Revision = revision;
        Timeline = timeline;
        ValidUntilTicks = timeline.NextChange.UtcTicks;
        var active = timeline.Active ?? throw new SecurityKitException($"The key ring '{ring}' has no active key.");
        Active = keys.TryGetValue(active.Record.KeyId, out var key)
            ? key
            : throw new SecurityKitException($"The active key {active.Record.Id} of the ring '{ring}' could not be unwrapped; see the log.");
        var others = timeline.Positions.Reverse().Where(p => p.IsUsable && p != active)
            .Select(p => keys.GetValueOrDefault(p.Record.KeyId)).OfType<RingKey>();
        _usable = [Active, .. others];
        SigningKeys = Active.Signing is { } signing ? new SigningKeySet(signing, [.. _usable.Select(k => k.Signing!)]) : null;
    }

    internal long Revision { get; }

    internal KeyTimeline Timeline { get; }

    internal long ValidUntilTicks { get; }

    internal RingKey Active { get; }

    /// <summary>Every key that decrypts or verifies, the active one first.</summary>
    internal IReadOnlyList<RingKey> Usable => _usable;

    internal SigningKeySet? SigningKeys { get; }

    internal RingKey? Find(KeyId id)
    {
        foreach (var key in _usable)
        {
            if (key.Id == id)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Why <see cref="Find"/> found nothing. For the host's eyes only.</summary>
    internal DecryptionFailure WhyMissing(KeyId id) =>
        Timeline.Positions.FirstOrDefault(p => p.Record.KeyId == id)?.State switch
        {
            null => DecryptionFailure.UnknownKey,
            KeyState.Revoked => DecryptionFailure.KeyRevoked,
            KeyState.Expired => DecryptionFailure.KeyExpired,
            KeyState.Destroyed => DecryptionFailure.KeyDestroyed,
            _ => DecryptionFailure.KeyNotUnwrapped,
        };
}
