using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Carries out one erasure: probes, the one atomic step that destroys, its consequences, and the proof.</summary>
internal sealed class SubjectEraser(
    ISubjectKeyStore store, SubjectKeyring keyring, SubjectHandles handles, SubjectKeyWrapping wrapping, SubjectEncryptor encryptor, ErasureJournals journals,
    ErasureLedgerFormat format, IOperationContextAccessor context, ISecurityEvents events, IOptions<SubjectEncryptionOptions> options, TimeProvider clock,
    CryptoMetrics metrics, ILogger<SubjectEraser> logger)
{
    private const string ProbePurpose = "subjects.probe";
    private const string Self = "self";
    private const int ProbeSizeBytes = 32;

    private readonly SubjectEncryptor _probing = (SubjectEncryptor)encryptor.ForPurpose(ProbePurpose);

    internal async ValueTask<ErasureReport> EraseAsync(string subject, string reason, CancellationToken cancellationToken)
    {
        var handle = handles.Of(subject);
        SubjectErasure? earlier = null;
        List<byte[]> probes = [];
        var changed = await keyring.ChangeAsync(
            handle,
            (document, stored) =>
            {
                earlier = document.State == SubjectState.Erased ? document.Erasures[^1] : null;
                if (earlier is not null)
                {
                    return null;
                }

                probes = stored is null ? [] : MakeProbes(stored);
                return document.Erased(NewErasure(subject, reason, document));
            },
            cancellationToken).ConfigureAwait(false);

        // It is destroyed by now: what follows is carried out whether or not the caller still waits.
        var erasure = earlier ?? changed!.Erasures[^1];
        var stopBy = clock.GetUtcNow().ToUniversalTime() + options.Value.CacheLifetime;
        if (earlier is not null)
        {
            await keyring.TellAsync(handle).ConfigureAwait(false);
        }
        else
        {
            metrics.SubjectChanged("erased");
        }

        foreach (var journal in journals.All)
        {
            await journal.AppendAsync(format.WriteEntry(new LedgerEntry { Handle = handle, Erasure = erasure }), CancellationToken.None).ConfigureAwait(false);
        }

        var report = new ErasureReport
        {
            Subject = subject,
            Handle = handle,
            Erasure = erasure,
            WasErasedBefore = earlier is not null,
            IsJournaled = journals.All.Count > 0,
            OtherNodesStopBy = stopBy,
            Proof = await ProveAsync(subject, handle, probes).ConfigureAwait(false),
        };
        await RaiseAsync(report, reason).ConfigureAwait(false);
        return report;
    }

    private SubjectErasure NewErasure(string subject, string reason, SubjectKeyDocument document)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        var actor = context.Current.Actor;
        return new SubjectErasure
        {
            Id = Guid.CreateVersion7(now),
            ErasedAt = now,
            ErasedBy = string.Equals(actor, subject, StringComparison.Ordinal) ? Self : actor,
            Reason = reason,
            Keys = [.. document.Keys.Select(k => k.ToInfo())],
        };
    }

    /// <summary>One for each key that unwraps, read back once, so that its refusal afterwards means something.</summary>
    private List<byte[]> MakeProbes(StoredSubjectKeys stored)
    {
        var keys = wrapping.Open(stored, clock.GetTimestamp());
        try
        {
            var probes = new List<byte[]>();
            foreach (var key in keys.Unwrapped)
            {
                var data = RandomNumberGenerator.GetBytes(ProbeSizeBytes);
                var (sealedProbe, readBack) = (new WholeArrayWriter(), new WholeArrayWriter());
                EnvelopeCipher.Seal(key.ForEnvelope(ProbePurpose), clock.GetUtcNow().UtcTicks, data, [], sealedProbe);
                var probe = sealedProbe.ToArray();
                if (EnvelopeCipher.Open(key.ForEnvelope(ProbePurpose), probe, [], readBack) is null && readBack.ToArray().AsSpan().SequenceEqual(data))
                {
                    probes.Add(probe);
                }
            }

            return probes;
        }
        finally
        {
            keys.Leave();
        }
    }

    private async ValueTask<ErasureProof> ProveAsync(string subject, string handle, List<byte[]> probes)
    {
        var refused = 0;
        var isGone = false;
        try
        {
            foreach (var probe in probes)
            {
                var (_, failure) = await _probing.TryDecryptAsync(subject, probe, default, CancellationToken.None).ConfigureAwait(false);
                refused += failure is null ? 0 : 1;
            }

            var stored = await store.LoadAsync(handle, CancellationToken.None).ConfigureAwait(false);
            isGone = stored is not null && SubjectKeyDocument.Parse(stored.Content.Span, handle).State == SubjectState.Erased;
        }
        catch (StoreUnavailableException exception)
        {
            // Unanswered is not proven; the report says so, and a repeated call tries again.
            CryptoLog.ErasureNotProven(logger, exception);
        }

        return new ErasureProof(clock.GetUtcNow().ToUniversalTime(), probes.Count, refused, isGone);
    }

    private ValueTask RaiseAsync(ErasureReport report, string reason) => events.RaiseAsync(
        new SecurityEvent
        {
            Type = CryptoEventTypes.SubjectErased,
            Outcome = report.Proof.Holds ? SecurityEventOutcome.Success : SecurityEventOutcome.Failure,
            Severity = CryptoEventTypes.SeverityOf(CryptoEventTypes.SubjectErased),
            Subject = report.Subject,
            Reason = reason,
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["erasure"] = report.Erasure.Id.ToString(),
                ["keys"] = report.Erasure.Keys.Count.ToString(CultureInfo.InvariantCulture),
                ["repeated"] = report.WasErasedBefore ? "true" : "false",
                ["probesRefused"] = string.Create(CultureInfo.InvariantCulture, $"{report.Proof.ProbesRefusedAfter}/{report.Proof.ProbesReadBefore}"),
            },
        },
        CancellationToken.None);
}
