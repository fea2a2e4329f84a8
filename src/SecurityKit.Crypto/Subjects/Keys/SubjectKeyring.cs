using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Finds subjects' keys in memory or in the store, makes them, and changes them by compare-and-set. All I/O of subjects' keys is here.</summary>
internal sealed class SubjectKeyring(
    ISubjectKeyStore store, SubjectKeyCache cache, SubjectHandles handles, SubjectKeyWrapping wrapping, IChangeFeed changes, ISecurityEvents events,
    TimeProvider clock, CryptoMetrics metrics, ILogger<SubjectKeyring> logger)
{
    private const int MaxAttempts = 32;

    /// <summary>Enters a subject's keys; null when it never had any.</summary>
    internal ValueTask<SubjectKeySet?> EnterAsync(string subject, CancellationToken cancellationToken) =>
        EnterHandleAsync(handles.Of(subject), cancellationToken);

    /// <summary>Enters a subject's keys, of which there is at least one.</summary>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    internal async ValueTask<SubjectKeySet> EnterOrCreateAsync(string subject, CancellationToken cancellationToken)
    {
        var handle = handles.Of(subject);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await EnterHandleAsync(handle, cancellationToken).ConfigureAwait(false) is not { } keys)
            {
                await TryCreateAsync(subject, handle, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (keys.State == SubjectState.Active)
            {
                return keys;
            }

            keys.Leave();
            throw new SubjectErasedException();
        }

        throw new SecurityKitException("A subject's key was made, and the store does not show it. Subjects' keys must not be read from a replica that lags behind.");
    }

    /// <summary>Applies a change until no other node came in between, drops the keys from this node's memory and tells the others.</summary>
    /// <param name="handle">The subject's handle.</param>
    /// <param name="decide">Gets what is stored, or the empty document; returns the changed one, or null when there is nothing to do.</param>
    /// <param name="cancellationToken">Cancels the call up to the change.</param>
    /// <returns>The changed document, or null.</returns>
    internal async ValueTask<SubjectKeyDocument?> ChangeAsync(
        string handle, Func<SubjectKeyDocument, StoredSubjectKeys?, SubjectKeyDocument?> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.LoadAsync(handle, cancellationToken).ConfigureAwait(false);
            var document = stored is null ? SubjectKeyDocument.Empty(handle) : SubjectKeyDocument.Parse(stored.Content.Span, handle);
            if (decide(document, stored) is not { } changed)
            {
                return null;
            }

            if (await TrySaveAsync(handle, stored?.Revision ?? 0, changed, cancellationToken).ConfigureAwait(false))
            {
                await TellAsync(handle).ConfigureAwait(false);
                return changed;
            }
        }

        throw new SecurityKitException("A subject's keys are being changed by others without pause; nothing was changed.");
    }

    /// <summary>Makes every node read a subject anew. The change stands already: that others learn of it late must not look like a failure.</summary>
    internal async ValueTask TellAsync(string handle)
    {
        cache.Drop(handle);
        try
        {
            await changes.PublishAsync(new ChangeNotice(SubjectKeyCache.ChangeTopic, handle), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CryptoLog.SubjectChangeNotPublished(logger, exception);
        }
    }

    private async ValueTask<SubjectKeySet?> EnterHandleAsync(string handle, CancellationToken cancellationToken)
    {
        if (cache.TryEnter(handle) is { } kept)
        {
            metrics.SubjectKeysFound(inMemory: true);
            return kept;
        }

        metrics.SubjectKeysFound(inMemory: false);
        var generation = cache.Generation;
        var askedAt = clock.GetTimestamp();
        var load = CryptoTracing.Spans.RunAsync(
            "securitykit.subject_keys.load", (store, handle, cancellationToken), static s => s.store.LoadAsync(s.handle, s.cancellationToken),
            static found => found is null ? "None" : "Found");
        if (await load.ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        var keys = wrapping.Open(stored, askedAt);
        cache.Offer(handle, keys, generation);
        return keys;
    }

    private ValueTask<bool> TryCreateAsync(string subject, string handle, CancellationToken cancellationToken) =>
        CryptoTracing.Spans.RunAsync("securitykit.subject_keys.create", () => CreateAsync(subject, handle, cancellationToken));

    private async ValueTask<bool> CreateAsync(string subject, string handle, CancellationToken cancellationToken)
    {
        var key = wrapping.Create(handle, version: 1, clock.GetUtcNow());
        if (!await TrySaveAsync(handle, 0, SubjectKeyDocument.Empty(handle).Adding(key), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        metrics.SubjectChanged("created");
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = CryptoEventTypes.SubjectKeyCreated,
                Outcome = SecurityEventOutcome.Success,
                Severity = CryptoEventTypes.SeverityOf(CryptoEventTypes.SubjectKeyCreated),
                Subject = subject,
                Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["keyId"] = key.Id, ["version"] = key.Version.ToString(CultureInfo.InvariantCulture) },
            },
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> TrySaveAsync(string handle, long revision, SubjectKeyDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TrySaveAsync(handle, revision, document.ToBytes(), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // It may have been saved all the same.
            cache.Drop(handle);
            throw;
        }
    }
}
