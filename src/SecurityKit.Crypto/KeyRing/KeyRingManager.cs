using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class KeyRingManager(
    KeyRingRegistry registry, KeyRingKeeper keeper, KeyWrapperSource wrapperSource, ILeaseStore leases, ISecurityEvents events,
    TimeProvider clock, ILogger<KeyRingManager> logger) : IKeyRingManager, IDisposable
{
    private const int MaxReasonLength = 128;
    private const int MaxCountedSources = 256;
    private static readonly TimeSpan RotationLease = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    public IReadOnlyList<string> Rings => [.. registry.All.Select(r => r.Name).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync(CancellationToken cancellationToken = default)
    {
        var made = new List<(KeyRing Ring, KeyRingChange Change)>();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var ring in registry.All.Where(r => !r.IsLoaded))
            {
                if (await keeper.LoadAsync(ring, cancellationToken).ConfigureAwait(false) is { Document: not null } change)
                {
                    made.Add((ring, change));
                }
            }
        }
        finally
        {
            _turn.Release();
        }

        // Only now: a sink may itself encrypt or sign.
        foreach (var (ring, change) in made)
        {
            await RaiseAsync(ring, change, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask MaintainAsync(CancellationToken cancellationToken = default)
    {
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        List<Exception> failures = [];
        foreach (var ring in registry.All)
        {
            try
            {
                await keeper.RefreshAsync(ring, cancellationToken).ConfigureAwait(false);
                await RotateIfDueAsync(ring, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                CryptoLog.MaintenanceFailed(logger, ring.Name, exception);
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures[0]);
        }
    }

    public async ValueTask<KeyRingStatus> GetStatusAsync(string ring = KeyRingNames.Data, CancellationToken cancellationToken = default)
    {
        var found = await LoadedAsync(ring, cancellationToken).ConfigureAwait(false);
        await keeper.RefreshAsync(found, cancellationToken).ConfigureAwait(false);
        var keys = found.Now.Timeline;
        var active = keys.Active!.Record;
        var now = clock.GetUtcNow();
        var takesOverAt = keys.Pending?.Record.ActivatesAt ?? RotationRule.DueAt(active, found.Definition.Options);
        return new KeyRingStatus(
            found.Name, found.Definition.Kind, active.Id, active.Version, now - active.ActivatesAt,
            found.Definition.Kind == KeyKind.Index ? null : takesOverAt - now,
            [.. keys.Positions.Where(p => p.IsUsable).Select(p => p.Record.Version).OrderDescending()],
            await keeper.ReservedAsync(found, keys, cancellationToken).ConfigureAwait(false),
            [.. keys.Positions.Reverse().Select(p => p.ToInfo())])
        {
            Data = found.Data,
        };
    }

    public async ValueTask<KeyInfo> RotateAsync(string ring, string reason, CancellationToken cancellationToken = default)
    {
        CheckReason(reason);
        var found = await LoadedAsync(ring, cancellationToken).ConfigureAwait(false);
        if (found.Definition.Kind == KeyKind.Index)
        {
            throw new InvalidOperationException($"The ring '{ring}' does not rotate: hashes that are looked up would not be found any more.");
        }

        var change = await keeper.ChangeAsync(found, (r, document, keys, token) => keeper.RotateByHandAsync(r, document, keys, reason, token), cancellationToken)
            .ConfigureAwait(false);
        await RaiseAsync(found, change, cancellationToken, reason).ConfigureAwait(false);
        var keys = change.Document is { } changed ? KeyTimeline.At(changed, found.Definition.Options.Grace, clock.GetUtcNow()) : found.Now.Timeline;
        return keys.Positions[^1].ToInfo();
    }

    public ValueTask<KeyChange> RevokeAsync(string ring, string keyId, string reason, CancellationToken cancellationToken = default) =>
        ChangeKeyAsync(ring, keyId, reason, Revoke, cancellationToken);

    public ValueTask<KeyChange> DestroyAsync(string ring, string keyId, string reason, CancellationToken cancellationToken = default) =>
        ChangeKeyAsync(ring, keyId, reason, Destroy, cancellationToken);

    public async ValueTask<int> RewrapKeysAsync(CancellationToken cancellationToken = default)
    {
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        var wrappers = await wrapperSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var count = 0;
        foreach (var ring in registry.All)
        {
            var change = await keeper.ChangeAsync(ring, (r, document, _, token) => RewrapAsync(r, document, wrappers, token), cancellationToken).ConfigureAwait(false);
            count += change.Count;
            await RaiseAsync(ring, change, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    public async ValueTask RecordDataAsync(string ring, StoredDataCount counted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(counted);
        ArgumentException.ThrowIfNullOrWhiteSpace(counted.Source, nameof(counted));
        ArgumentNullException.ThrowIfNull(counted.ValuesByKey, nameof(counted));
        var found = await LoadedAsync(ring, cancellationToken).ConfigureAwait(false);
        if (found.Definition.Kind != KeyKind.Data)
        {
            throw new ArgumentException($"The keys of the ring '{ring}' are for {found.Definition.Kind}; no stored data is encrypted with them.", nameof(ring));
        }

        var change = await keeper.ChangeAsync(
            found,
            (_, document, _, _) => document.Data?.Count(d => d.Source != counted.Source) >= MaxCountedSources
                ? throw new SecurityKitException($"The ring '{ring}' keeps counts of {MaxCountedSources} sources. Forget those that are gone.")
                : ValueTask.FromResult(Counted(document, counted)),
            cancellationToken).ConfigureAwait(false);
        await RaiseAsync(found, change, cancellationToken, source: counted.Source).ConfigureAwait(false);
    }

    public async ValueTask<bool> ForgetDataAsync(string ring, string source, string reason, CancellationToken cancellationToken = default)
    {
        CheckReason(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var found = await LoadedAsync(ring, cancellationToken).ConfigureAwait(false);
        var change = await keeper.ChangeAsync(
            found,
            (_, document, _, _) => ValueTask.FromResult(document.Data?.FirstOrDefault(d => d.Source == source) is { } known
                ? new KeyRingChange(document.Without(known), null, CryptoEventTypes.DataCountForgotten, Count: known.ValuesByKey.Count)
                : KeyRingChange.Nothing),
            cancellationToken).ConfigureAwait(false);
        await RaiseAsync(found, change, cancellationToken, reason, source).ConfigureAwait(false);
        return change.Document is not null;
    }

    public void Dispose() => _turn.Dispose();

    private static async ValueTask<KeyRingChange> RewrapAsync(
        KeyRing ring, KeyRingDocument document, KeyWrapperSet wrappers, CancellationToken cancellationToken)
    {
        var changed = document;
        var count = 0;
        foreach (var key in document.Keys.Where(k => k.Wrapped is not null && k.KekId != wrappers.Present.KekId))
        {
            changed = changed.With(await KeyFactory.RewrapAsync(ring.Definition, key, wrappers, cancellationToken).ConfigureAwait(false));
            count++;
        }

        return count == 0 ? KeyRingChange.Nothing : new KeyRingChange(changed, null, CryptoEventTypes.KeysRewrapped, Count: count);
    }

    /// <summary>Ids that no key of the ring has come from whoever wrote the data: they hold up nothing, and would let the ring grow without end.</summary>
    private static KeyRingChange Counted(KeyRingDocument document, StoredDataCount counted)
    {
        var known = document.Keys.Select(k => k.Id).Where(counted.ValuesByKey.ContainsKey).ToDictionary(id => id, id => counted.ValuesByKey[id], StringComparer.Ordinal);
        return new KeyRingChange(document.With(counted with { ValuesByKey = known }), null, CryptoEventTypes.DataCounted, Count: known.Count);
    }

    private static KeyRingChange Revoke(KeyRingDocument document, KeyTimeline keys, KeyPosition key, string reason, DateTimeOffset now)
    {
        if (key.Record.RevokedAt is not null || key.State == KeyState.Destroyed)
        {
            return KeyRingChange.Nothing;
        }

        var revoked = key.Record with { RevokedAt = now, RevokedReason = reason };
        if (key.State != KeyState.Active)
        {
            return new KeyRingChange(document.With(revoked), revoked, CryptoEventTypes.KeyRevoked);
        }

        if (keys.Pending is not { } successor)
        {
            return KeyRingChange.Nothing with { Outcome = KeyChange.NeedsSuccessor, Key = key.Record };
        }

        var promoted = successor.Record with { ActivatesAt = now, Reason = reason };
        return new KeyRingChange(document.With(revoked).With(promoted), revoked, CryptoEventTypes.KeyRevoked);
    }

    private static KeyRingChange Destroy(KeyRingDocument document, KeyTimeline keys, KeyPosition key, string reason, DateTimeOffset now)
    {
        if (key.State == KeyState.Destroyed)
        {
            return KeyRingChange.Nothing;
        }

        if (key.State is not (KeyState.Revoked or KeyState.Expired))
        {
            return KeyRingChange.Nothing with { Outcome = KeyChange.StillUsable, Key = key.Record };
        }

        if (document.HasDataUnder(key.Record.Id))
        {
            return KeyRingChange.Nothing with { Outcome = KeyChange.DataLeft, Key = key.Record };
        }

        var destroyed = key.Record with { DestroyedAt = now, RevokedReason = reason, Wrapped = null, KekId = null };
        return new KeyRingChange(document.With(destroyed), destroyed, CryptoEventTypes.KeyDestroyed);
    }

    private static void CheckReason(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, MaxReasonLength);
    }

    private async ValueTask<KeyChange> ChangeKeyAsync(
        string ring, string keyId, string reason,
        Func<KeyRingDocument, KeyTimeline, KeyPosition, string, DateTimeOffset, KeyRingChange> rule, CancellationToken cancellationToken)
    {
        CheckReason(reason);
        var found = await LoadedAsync(ring, cancellationToken).ConfigureAwait(false);
        var change = await keeper.ChangeAsync(
            found,
            (_, document, keys, _) =>
            {
                var key = keys.Positions.FirstOrDefault(p => p.Record.Id == keyId);
                return ValueTask.FromResult(key is null
                    ? KeyRingChange.Nothing with { Outcome = KeyChange.NotFound }
                    : rule(document, keys, key, reason, clock.GetUtcNow().ToUniversalTime()));
            },
            cancellationToken).ConfigureAwait(false);
        await RaiseAsync(found, change, cancellationToken, reason).ConfigureAwait(false);
        return change.Outcome;
    }

    private async ValueTask RotateIfDueAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        if (!await keeper.IsDueAsync(ring, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // The store's compare-and-set decides; the lease only spares the other nodes the work.
        var lease = await leases.TryAcquireAsync($"crypto.keyring.{ring.Name}", _owner, RotationLease, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        try
        {
            if (await keeper.RotateIfDueAsync(ring, cancellationToken).ConfigureAwait(false) is { } change)
            {
                await RaiseAsync(ring, change, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await leases.ReleaseAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<KeyRing> LoadedAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var ring = registry.Get(name);
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        return ring;
    }

    private ValueTask RaiseAsync(KeyRing ring, KeyRingChange change, CancellationToken cancellationToken, string? reason = null, string? source = null)
    {
        var isRefused = change.Outcome is KeyChange.NeedsSuccessor or KeyChange.StillUsable or KeyChange.DataLeft;
        if (change.Document is null && !isRefused)
        {
            return ValueTask.CompletedTask;
        }

        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["ring"] = ring.Name };
        if (change.Key is { } key)
        {
            data["keyId"] = key.Id;
            data["version"] = key.Version.ToString(CultureInfo.InvariantCulture);
            data["activatesAt"] = key.ActivatesAt.ToString("O", CultureInfo.InvariantCulture);
        }
        else
        {
            data["keys"] = change.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (source is not null)
        {
            data["source"] = source;
        }

        return events.RaiseAsync(
            new SecurityEvent
            {
                Type = isRefused ? CryptoEventTypes.KeyChangeRefused : change.EventType,
                Outcome = isRefused ? SecurityEventOutcome.Denied : SecurityEventOutcome.Success,
                Severity = CryptoEventTypes.SeverityOf(isRefused ? CryptoEventTypes.KeyChangeRefused : change.EventType),
                Reason = reason ?? change.Key?.Reason,
                Data = data,
            },
            change.Document is null ? cancellationToken : CancellationToken.None);
    }
}
