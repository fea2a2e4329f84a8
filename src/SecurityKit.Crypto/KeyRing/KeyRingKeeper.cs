using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Reads rings from the store, and changes them in it by compare-and-set. All I/O of the rings is here.</summary>
internal sealed class KeyRingKeeper(
    IKeyRingStore store, IChangeFeed changes, KeyWrapperSource wrapperSource, IOptions<CryptoOptions> options,
    TimeProvider clock, CryptoMetrics metrics, ILogger<KeyRingKeeper> logger)
{
    internal const string ChangeTopic = "crypto.keyring";
    private const int MaxAttempts = 32;

    private readonly TimeSpan _propagationDelay = options.Value.PropagationDelay;

    /// <summary>Loads a ring, making its first key where it has none. Of many nodes that start at once, one wins and all use its key.</summary>
    /// <exception cref="SecurityKitConfigurationException">The KEK is missing or another than the ring's.</exception>
    internal async ValueTask<KeyRingChange?> LoadAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        KeyRingChange? change = null;
        if (await store.LoadAsync(ring.Name, cancellationToken).ConfigureAwait(false) is null)
        {
            change = await ChangeAsync(ring, ApplyDueAsync, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await RefreshAsync(ring, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyUnwrapException exception)
        {
            throw new SecurityKitConfigurationException([exception.Message]);
        }

        return change;
    }

    /// <summary>Takes over what the store has, and sees that the keys have a message budget.</summary>
    internal async ValueTask RefreshAsync(KeyRing ring, CancellationToken cancellationToken) =>
        await CryptoTracing.Spans.RunAsync("securitykit.keyring.refresh", () => ReadAsync(ring, cancellationToken), RingTag(ring)).ConfigureAwait(false);

    private async ValueTask<bool> ReadAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        await ring.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var stored = await store.LoadAsync(ring.Name, cancellationToken).ConfigureAwait(false)
                ?? throw new SecurityKitException($"The key ring '{ring.Name}' is gone from the store. Restore it from a backup; what was encrypted under it cannot be read without it.");
            return await TakeOverAsync(ring, stored, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ring.Turn.Release();
        }
    }

    /// <summary>Makes or promotes a key when age or message count ask for it.</summary>
    internal async ValueTask<KeyRingChange?> RotateIfDueAsync(KeyRing ring, CancellationToken cancellationToken) =>
        await IsDueAsync(ring, cancellationToken).ConfigureAwait(false)
            ? await ChangeAsync(ring, ApplyDueAsync, cancellationToken).ConfigureAwait(false)
            : null;

    internal async ValueTask<bool> IsDueAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        var keys = ring.Now.Timeline;
        var reserved = await ReservedAsync(ring, keys, cancellationToken).ConfigureAwait(false);
        return RotationRule.Due(ring.Definition, keys, _propagationDelay, reserved, clock.GetUtcNow()) is not null;
    }

    /// <summary>Applies a change to the stored ring until no other node came in between, then takes it over and tells the others.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="decide">Gets the stored ring and its timeline; returns the changed ring, or a change without a document when there is nothing to do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal ValueTask<KeyRingChange> ChangeAsync(
        KeyRing ring, Func<KeyRing, KeyRingDocument, KeyTimeline, CancellationToken, ValueTask<KeyRingChange>> decide, CancellationToken cancellationToken) =>
        CryptoTracing.Spans.RunAsync(
            "securitykit.keyring.change", (keeper: this, ring, decide, cancellationToken),
            static s => s.keeper.ChangeStoredAsync(s.ring, s.decide, s.cancellationToken),
            static change => change.Document is null ? change.Outcome.ToString() : change.EventType,
            RingTag(ring));

    private static KeyValuePair<string, object?> RingTag(KeyRing ring) => new("securitykit.ring", ring.Name);

    private async ValueTask<KeyRingChange> ChangeStoredAsync(
        KeyRing ring, Func<KeyRing, KeyRingDocument, KeyTimeline, CancellationToken, ValueTask<KeyRingChange>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.LoadAsync(ring.Name, cancellationToken).ConfigureAwait(false);
            var document = stored is null
                ? KeyRingDocument.Empty(ring.Name, ring.Definition.Kind)
                : KeyRingDocument.Parse(stored.Content.Span, ring.Name, ring.Definition.Kind);
            var timeline = KeyTimeline.At(document, ring.Definition.Options.Grace, clock.GetUtcNow());
            var change = await decide(ring, document, timeline, cancellationToken).ConfigureAwait(false);
            if (change.Document is null)
            {
                return change;
            }

            if (await store.TrySaveAsync(ring.Name, stored?.Revision ?? 0, change.Document.ToBytes(), cancellationToken).ConfigureAwait(false))
            {
                // It is done: a caller who gives up now does not keep others from knowing.
                await AfterChangeAsync(ring, change).ConfigureAwait(false);
                return change;
            }
        }

        throw new SecurityKitException($"The key ring '{ring.Name}' is being changed by others without pause; nothing was changed.");
    }

    /// <summary>Rotates whatever the age: the announced key takes over early, or a new one is made.</summary>
    internal ValueTask<KeyRingChange> RotateByHandAsync(
        KeyRing ring, KeyRingDocument document, KeyTimeline keys, string reason, CancellationToken cancellationToken) =>
        ApplyStepAsync(ring, document, RotationRule.ByHand(keys, _propagationDelay, reason, clock.GetUtcNow()), cancellationToken);

    private async ValueTask<KeyRingChange> ApplyStepAsync(
        KeyRing ring, KeyRingDocument document, RotationStep? step, CancellationToken cancellationToken)
    {
        if (step is null)
        {
            return KeyRingChange.Nothing;
        }

        if (step.Promoted is { } announced)
        {
            var promoted = announced with { ActivatesAt = step.ActivatesAt.ToUniversalTime(), Reason = step.Reason };
            return new KeyRingChange(document.With(promoted), promoted, CryptoEventTypes.KeyPromoted);
        }

        var wrappers = await wrapperSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var version = document.Keys.Count == 0 ? 1 : document.Keys[^1].Version + 1;
        var created = await KeyFactory.CreateAsync(ring.Definition, version, step, wrappers.Present, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return new KeyRingChange(document.Adding(created), created, CryptoEventTypes.KeyCreated);
    }

    internal ValueTask<long> ReservedAsync(KeyRing ring, KeyTimeline keys, CancellationToken cancellationToken) =>
        ring.Definition.CountsMessages && keys.Active is { } active
            ? store.ReserveMessagesAsync(ring.Name, active.Record.Id, 0, cancellationToken)
            : ValueTask.FromResult(0L);

    /// <summary>Gives back what this process reserved and did not use.</summary>
    internal async ValueTask ReturnBudgetsAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        if (!ring.IsLoaded || !ring.Definition.CountsMessages)
        {
            return;
        }

        foreach (var position in ring.Now.Timeline.Positions.Where(p => p.IsUsable && RotationRule.IsCounted(p.Record)))
        {
            var unused = ring.FindUnwrapped(position.Record.KeyId)?.Budget.Drain() ?? 0;
            if (unused > 0)
            {
                await store.ReserveMessagesAsync(ring.Name, position.Record.Id, -unused, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<KeyRingChange> ApplyDueAsync(KeyRing ring, KeyRingDocument document, KeyTimeline keys, CancellationToken cancellationToken)
    {
        var reserved = await ReservedAsync(ring, keys, cancellationToken).ConfigureAwait(false);
        var step = RotationRule.Due(ring.Definition, keys, _propagationDelay, reserved, clock.GetUtcNow());
        return await ApplyStepAsync(ring, document, step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The change is stored by now; that this node or others learn of it late must not look like a failure.</summary>
    private async ValueTask AfterChangeAsync(KeyRing ring, KeyRingChange change)
    {
        CryptoLog.RingChanged(logger, ring.Name, change.EventType, change.Key?.Id, change.Key?.Version ?? 0);
        try
        {
            await changes.PublishAsync(new ChangeNotice(ChangeTopic, ring.Name), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CryptoLog.ChangeNotPublished(logger, ring.Name, exception);
        }

        try
        {
            if (ring.IsLoaded)
            {
                await RefreshAsync(ring, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            CryptoLog.ChangeNotTakenOver(logger, ring.Name, exception);
        }
    }

    private async ValueTask<bool> TakeOverAsync(KeyRing ring, StoredKeyRing stored, CancellationToken cancellationToken)
    {
        var document = KeyRingDocument.Parse(stored.Content.Span, ring.Name, ring.Definition.Kind);
        var wrappers = await wrapperSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var timeline = KeyTimeline.At(document, ring.Definition.Options.Grace, clock.GetUtcNow());
        var keys = new List<RingKey>();
        foreach (var position in timeline.Positions.Where(p => p.IsUsable))
        {
            if (await OpenAsync(ring, position, wrappers, cancellationToken).ConfigureAwait(false) is { } key)
            {
                keys.Add(key);
            }
        }

        var isNew = ring.Replace(stored.Revision, document, keys);
        if (isNew)
        {
            metrics.RingLoaded(ring.Name);
        }

        return isNew;
    }

    private async ValueTask<RingKey?> OpenAsync(KeyRing ring, KeyPosition position, KeyWrapperSet wrappers, CancellationToken cancellationToken)
    {
        var id = position.Record.KeyId;
        try
        {
            var key = ring.FindUnwrapped(id)
                ?? await KeyFactory.UnwrapAsync(ring.Definition, position.Record, wrappers, low => RefillInBackground(ring, low), cancellationToken).ConfigureAwait(false);
            if (position.State != KeyState.DecryptOnly && key.Budget.Remaining == 0)
            {
                await RefillAsync(ring, key, cancellationToken).ConfigureAwait(false);
            }

            return key;
        }
        catch (KeyUnwrapException exception) when (ring.IsLoaded && position.State != KeyState.Active)
        {
            CryptoLog.KeyNotUnwrapped(logger, ring.Name, position.Record.Id, exception);
            return null;
        }
    }

    /// <summary>Reserves the next block. One block is a small share of the whole, and each is twice the last, so a busy node asks seldom.</summary>
    private async ValueTask RefillAsync(KeyRing ring, RingKey key, CancellationToken cancellationToken)
    {
        var max = ring.Definition.Options.MaxMessagesPerKey;
        var block = Math.Max(key.Budget.NextBlock, Math.Max(1, max / 1024));
        var total = await store.ReserveMessagesAsync(ring.Name, key.Id.ToString(), block, cancellationToken).ConfigureAwait(false);
        if (total > max)
        {
            await store.ReserveMessagesAsync(ring.Name, key.Id.ToString(), -block, cancellationToken).ConfigureAwait(false);
            key.Budget.RefillFailed();
            CryptoLog.KeyExhausted(logger, ring.Name, key.Id.ToString());
            return;
        }

        key.Budget.Fill(block, Math.Min(block * 2, Math.Max(1, max / 64)));
    }

    private void RefillInBackground(KeyRing ring, KeyId id) => _ = Task.Run(async () =>
    {
        var key = ring.FindUnwrapped(id);
        try
        {
            if (key is not null)
            {
                await RefillAsync(ring, key, CancellationToken.None).ConfigureAwait(false);
                await RotateIfDueAsync(ring, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Nobody awaits this: the next message below the mark asks again, and the log tells why.
            key?.Budget.RefillFailed();
            CryptoLog.RefillFailed(logger, ring.Name, exception);
        }
    });
}
