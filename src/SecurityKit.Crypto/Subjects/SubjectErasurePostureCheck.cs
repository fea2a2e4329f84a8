using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>Do erased subjects stay erased when the key store is restored from a backup?</summary>
internal sealed class SubjectErasurePostureCheck(ErasureJournals journals, ErasureLedger ledger) : IPostureCheck
{
    private const int Weight = 5;

    public string Id => "crypto.subjects.erasure";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var (status, evidence, advice) = await LookAsync(cancellationToken).ConfigureAwait(false);
        return new PostureFinding(Id, "Erased subjects stay erased when the key store is restored from a backup.", status, evidence, advice, Weight);
    }

    private async ValueTask<(PostureStatus Status, string Evidence, string Advice)> LookAsync(CancellationToken cancellationToken)
    {
        if (journals.All.Count == 0)
        {
            return (PostureStatus.Partial, "Erasures are kept in the key store only.",
                "Set SecurityKit:Crypto:Subjects:JournalFile to a file outside the key store and its backups; until then export the ledger (IErasureLedger) and apply it after every restore.");
        }

        var (entries, missing, refused) = (0L, 0L, 0L);
        try
        {
            foreach (var journal in journals.All)
            {
                var lines = await journal.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var scope = lines.ConfigureAwait(false);
                var found = await ledger.CompareAsync(lines, cancellationToken).ConfigureAwait(false);
                (entries, missing, refused) = (entries + found.Entries, missing + found.Applied, refused + found.RefusedCount);
            }
        }
        catch (StoreUnavailableException exception)
        {
            return (PostureStatus.Failed, exception.Message, "Make the journal and the key store readable to this service's user.");
        }

        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"Erasures are written to {journals.All.Count} journals outside the key store, which hold {entries}; {missing} of them are not in the key store, and {refused} lines are not authentic.");
        return missing > 0
            ? (PostureStatus.Failed, evidence, "Restart the host, or apply the journal with IErasureLedger.ReplayAsync: what it names was erased and can be read.")
            : refused > 0
                ? (PostureStatus.Partial, evidence, "Find out what became of these lines: half a line is left where a process was killed, anything else was changed.")
                : (PostureStatus.Passed, evidence, string.Empty);
    }
}
