using System.Globalization;

namespace SecurityKit.Crypto;

internal sealed class SubjectKeyManager(
    ISubjectKeyStore store, SubjectKeyring keyring, SubjectHandles handles, SubjectKeyWrapping wrapping, SubjectEraser eraser, ISecurityEvents events,
    TimeProvider clock, CryptoMetrics metrics) : ISubjectKeyManager
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

    public ValueTask<int> RewrapKeysAsync(CancellationToken cancellationToken = default) =>
        CryptoTracing.Spans.RunAsync("securitykit.subject_keys.rewrap", this, s => s.RewrapAllAsync(cancellationToken), static count => count == 0 ? "None" : "Done");

    private static string OutcomeOf(ErasureReport report) => (report.Proof.Holds, report.WasErasedBefore) switch
    {
        (false, _) => "NotProven",
        (_, true) => "ErasedBefore",
        _ => "Erased",
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

    private async ValueTask<int> RewrapAllAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var after = string.Empty;
        while (await store.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                count += await RewrapAsync(stored, cancellationToken).ConfigureAwait(false);
            }

            after = page[^1].Handle;
        }

        if (count > 0)
        {
            var data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ring"] = KeyRingNames.Subjects, ["keys"] = count.ToString(CultureInfo.InvariantCulture),
            };
            await RaiseAsync(CryptoEventTypes.KeysRewrapped, subject: null, reason: null, data, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private async ValueTask<int> RewrapAsync(StoredSubjectKeys stored, CancellationToken cancellationToken)
    {
        var seen = SubjectKeyDocument.Parse(stored.Content.Span, stored.Handle);
        if (seen.Keys.All(wrapping.IsUnderNewest))
        {
            return 0;
        }

        var count = 0;
        await keyring.ChangeAsync(
            stored.Handle,
            (document, _) =>
            {
                count = document.Keys.Count(k => !wrapping.IsUnderNewest(k));
                return count == 0
                    ? null
                    : document with { Keys = [.. document.Keys.Select(k => wrapping.IsUnderNewest(k) ? k : wrapping.Rewrap(stored.Handle, k))] };
            },
            cancellationToken).ConfigureAwait(false);
        return count;
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

    private ValueTask RaiseAsync(string type, string? subject, string? reason, Dictionary<string, string> data, CancellationToken cancellationToken) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = SecurityEventOutcome.Success,
                Severity = CryptoEventTypes.SeverityOf(type),
                Subject = subject,
                Reason = reason,
                Data = data,
            },
            cancellationToken);
}
