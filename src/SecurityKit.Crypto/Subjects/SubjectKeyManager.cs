using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class SubjectKeyManager(
    ISubjectKeyStore store, SubjectKeyring keyring, SubjectHandles handles, SubjectKeyWrapping wrapping, SubjectEraser eraser, ISecurityEvents events,
    TimeProvider clock, CryptoMetrics metrics, ILogger<SubjectKeyManager> logger) : ISubjectKeyManager
{
    private const int PageSize = 200;
    private const int MaxReasonLength = 128;

    public ValueTask<SubjectKeyStatus> FindAsync(string subject, CancellationToken cancellationToken = default)
    {
        var handle = handles.Of(subject);
        return CryptoTracing.Spans.RunAsync("securitykit.subject_keys.find", handle, h => FindByHandleAsync(h, cancellationToken), static found => found.State.ToString());
    }

    public ValueTask<ErasureReport> EraseAsync(string subject, string reason, CancellationToken cancellationToken = default)
    {
        SubjectHandles.Check(subject);
        CheckReason(reason);
        return CryptoTracing.Spans.RunAsync("securitykit.subject_keys.erase", subject, s => eraser.EraseAsync(s, reason, cancellationToken), static report => OutcomeOf(report));
    }

    public ValueTask<bool> ReEnrollAsync(string subject, string reason, CancellationToken cancellationToken = default)
    {
        CheckReason(reason);
        var handle = handles.Of(subject);
        return CryptoTracing.Spans.RunAsync("securitykit.subject_keys.re_enroll", () => ReEnrollAsync(subject, handle, reason, cancellationToken));
    }

    public ValueTask<int?> RotateAsync(string subject, string reason, CancellationToken cancellationToken = default)
    {
        CheckReason(reason);
        var handle = handles.Of(subject);
        return CryptoTracing.Spans.RunAsync(
            "securitykit.subject_keys.rotate", handle, h => RotateAsync(subject, h, reason, cancellationToken), static version => version is null ? "None" : "Done");
    }

    public ValueTask<SubjectKeyRewrap> RewrapKeysAsync(CancellationToken cancellationToken = default) =>
        CryptoTracing.Spans.RunAsync("securitykit.subject_keys.rewrap", this, s => s.RewrapAllAsync(cancellationToken), static done => OutcomeOf(done));

    private static string OutcomeOf(ErasureReport report) => (report.Proof.Holds, report.WasErasedBefore) switch
    {
        (false, _) => "NotProven",
        (_, true) => "ErasedBefore",
        _ => "Erased",
    };

    private static string OutcomeOf(SubjectKeyRewrap done) => done switch
    {
        { Left: > 0 } => "Incomplete",
        { Rewrapped: 0 } => "None",
        _ => "Done",
    };

    private async ValueTask<SubjectKeyStatus> FindByHandleAsync(string handle, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(handle, cancellationToken).ConfigureAwait(false);
        var document = stored is null ? SubjectKeyDocument.Empty(handle) : SubjectKeyDocument.Parse(stored.Content.Span, handle);
        return new SubjectKeyStatus(document.State, [.. document.Keys.Select(k => k.ToInfo())], document.Erasures);
    }

    private async ValueTask<bool> ReEnrollAsync(string subject, string handle, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        var changed = await keyring.ChangeAsync(
            handle,
            (document, _) => document.State == SubjectState.Erased ? document.ReEnrolled(now).Adding(wrapping.Create(handle, document.NextVersion, now)) : null,
            cancellationToken).ConfigureAwait(false);
        if (changed is null)
        {
            return false;
        }

        metrics.SubjectChanged("re_enrolled");
        await RaiseAsync(CryptoEventTypes.SubjectReEnrolled, subject, reason, KeyData(changed.Keys[^1]), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<int?> RotateAsync(string subject, string handle, string reason, CancellationToken cancellationToken)
    {
        var changed = await keyring.ChangeAsync(
            handle,
            (document, _) => document.State switch
            {
                SubjectState.Active => document.Adding(wrapping.Create(handle, document.NextVersion, clock.GetUtcNow())),
                SubjectState.Erased => throw new SubjectErasedException(),
                _ => null,
            },
            cancellationToken).ConfigureAwait(false);
        if (changed is null)
        {
            return null;
        }

        metrics.SubjectChanged("rotated");
        await RaiseAsync(CryptoEventTypes.SubjectKeyRotated, subject, reason, KeyData(changed.Keys[^1]), cancellationToken).ConfigureAwait(false);
        return changed.Keys[^1].Version;
    }

    private async ValueTask<SubjectKeyRewrap> RewrapAllAsync(CancellationToken cancellationToken)
    {
        var done = new SubjectKeyRewrap(0, 0);
        var after = string.Empty;
        while (await store.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                var of = await TryRewrapAsync(stored, cancellationToken).ConfigureAwait(false);
                done = new SubjectKeyRewrap(done.Rewrapped + of.Rewrapped, done.Left + of.Left);
            }

            after = page[^1].Handle;
        }

        if (done is not { Rewrapped: 0, Left: 0 })
        {
            var data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ring"] = KeyRingNames.Subjects,
                ["keys"] = done.Rewrapped.ToString(CultureInfo.InvariantCulture),
                ["left"] = done.Left.ToString(CultureInfo.InvariantCulture),
            };
            var outcome = done.Left == 0 ? SecurityEventOutcome.Success : SecurityEventOutcome.Failure;
            await RaiseAsync(CryptoEventTypes.KeysRewrapped, subject: null, reason: null, data, cancellationToken, outcome).ConfigureAwait(false);
        }

        return done;
    }

    /// <summary>One damaged subject must not keep the others under a key that is about to be revoked. An outage or a key without messages left would meet all of them.</summary>
    private async ValueTask<SubjectKeyRewrap> TryRewrapAsync(StoredSubjectKeys stored, CancellationToken cancellationToken)
    {
        try
        {
            return await RewrapAsync(stored, cancellationToken).ConfigureAwait(false);
        }
        catch (SecurityKitException exception) when (exception is not (StoreUnavailableException or KeyExhaustedException))
        {
            CryptoLog.SubjectKeysNotRewrapped(logger, stored.Handle, keyId: null, exception);
            return new SubjectKeyRewrap(0, 1);
        }
    }

    private async ValueTask<SubjectKeyRewrap> RewrapAsync(StoredSubjectKeys stored, CancellationToken cancellationToken)
    {
        var done = new SubjectKeyRewrap(0, 0);
        if (SubjectKeyDocument.Parse(stored.Content.Span, stored.Handle).Keys.All(wrapping.IsUnderNewest))
        {
            return done;
        }

        await keyring.ChangeAsync(
            stored.Handle,
            (document, _) =>
            {
                SubjectKeyRecord[] keys = [.. document.Keys.Select(key => wrapping.IsUnderNewest(key) ? key : TryRewrap(stored.Handle, key))];
                var left = keys.Count(key => !wrapping.IsUnderNewest(key));
                done = new SubjectKeyRewrap(document.Keys.Count(key => !wrapping.IsUnderNewest(key)) - left, left);
                return done.Rewrapped == 0 ? null : document with { Keys = keys };
            },
            cancellationToken).ConfigureAwait(false);
        return done;
    }

    /// <returns>The key wrapped anew, or as it was where it does not unwrap.</returns>
    private SubjectKeyRecord TryRewrap(string handle, SubjectKeyRecord key)
    {
        try
        {
            return wrapping.Rewrap(handle, key);
        }
        catch (DecryptionFailedException exception)
        {
            CryptoLog.SubjectKeysNotRewrapped(logger, handle, key.Id, exception);
            return key;
        }
    }

    private static void CheckReason(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, MaxReasonLength);
    }

    private static Dictionary<string, string> KeyData(SubjectKeyRecord key) => new(StringComparer.Ordinal)
    {
        ["keyId"] = key.Id,
        ["version"] = key.Version.ToString(CultureInfo.InvariantCulture),
    };

    private ValueTask RaiseAsync(
        string type, string? subject, string? reason, Dictionary<string, string> data, CancellationToken cancellationToken,
        SecurityEventOutcome outcome = SecurityEventOutcome.Success) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = outcome,
                Severity = CryptoEventTypes.SeverityOf(type),
                Subject = subject,
                Reason = reason,
                Data = data,
            },
            cancellationToken);
}
