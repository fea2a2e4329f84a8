namespace SecurityKit.Crypto;

/// <summary>Decides what a ring needs next. Pure, so that the dates can be tested to the second.</summary>
internal static class RotationRule
{
    internal const string First = "first_key";
    internal const string Scheduled = "scheduled";
    internal const string MessageCount = "message_count";

    /// <summary>What age and message count ask for.</summary>
    /// <returns>The step, or null when nothing is due.</returns>
    internal static RotationStep? Due(KeyRingDefinition ring, KeyTimeline keys, TimeSpan propagationDelay, long messagesReserved, DateTimeOffset now)
    {
        if (keys.Active is not { } active)
        {
            return new RotationStep(null, now, First);
        }

        if (ring.Kind == KeyKind.Index)
        {
            return null;
        }

        if (ring.CountsMessages && IsCounted(active.Record) && messagesReserved >= ring.Options.MaxMessagesPerKey / 2)
        {
            return ByHand(keys, propagationDelay, MessageCount, now);
        }

        var dueAt = DueAt(active.Record, ring.Options);
        return keys.Pending is null && now >= dueAt - ring.Options.AnnounceAhead
            ? new RotationStep(null, Later(dueAt, now + propagationDelay), Scheduled)
            : null;
    }

    /// <summary>The announced key takes over as soon as every node can know it; where there is none, one is made.</summary>
    /// <returns>The step, or null when the announced key takes over that early anyway.</returns>
    internal static RotationStep? ByHand(KeyTimeline keys, TimeSpan propagationDelay, string reason, DateTimeOffset now)
    {
        if (keys.Pending is not { } pending)
        {
            return new RotationStep(null, now + propagationDelay, reason);
        }

        var earliest = Later(now, pending.Record.CreatedAt + propagationDelay);
        return pending.Record.ActivatesAt <= earliest ? null : new RotationStep(pending.Record, earliest, reason);
    }

    internal static DateTimeOffset DueAt(KeyRecord active, KeyRingOptions options) => active.ActivatesAt.SaturatingAdd(options.RotationPeriod);

    internal static bool IsCounted(KeyRecord key) => key.Algorithm != nameof(EncryptionAlgorithm.XAes256Gcm);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
