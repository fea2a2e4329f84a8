using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class ErasureLedger(
    ISubjectKeyStore store, SubjectKeyring keyring, ErasureLedgerFormat format, ISecurityEvents events, TimeProvider clock, ILogger<ErasureLedger> logger)
    : IErasureLedger
{
    private const int PageSize = 200;
    private const int MostRefusedLines = 1000;
    private const byte LineFeed = (byte)'\n';

    public async ValueTask<long> ExportAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        var after = string.Empty;
        while (await store.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                foreach (var erasure in SubjectKeyDocument.Parse(stored.Content.Span, stored.Handle).Erasures)
                {
                    var line = format.WriteEntry(new LedgerEntry { Handle = stored.Handle, Erasure = erasure });
                    hash.AppendData(line);
                    await destination.WriteAsync(line, cancellationToken).ConfigureAwait(false);
                    count++;
                }
            }

            after = page[^1].Handle;
        }

        var end = new LedgerEnd { Entries = count, ExportedAt = clock.GetUtcNow().ToUniversalTime() };
        await destination.WriteAsync(format.WriteEnd(end, hash.GetHashAndReset()), cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    public async ValueTask<LedgerReplayReport> ReplayAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var report = await ReadAsync(source, ApplyAsync, cancellationToken).ConfigureAwait(false);
        if (report.RefusedCount > 0)
        {
            CryptoLog.LedgerLinesRefused(logger, (int)Math.Min(report.RefusedCount, int.MaxValue), report.RefusedLines[0]);
        }

        if (report.Applied > 0 || report.RefusedCount > 0)
        {
            CryptoLog.LedgerApplied(logger, report.Applied, report.Entries, report.KeysDestroyed);
            await RaiseAsync(report, cancellationToken).ConfigureAwait(false);
        }

        return report;
    }

    /// <summary>As <see cref="ReplayAsync"/>, and changes nothing: says what it would find.</summary>
    internal ValueTask<LedgerReplayReport> CompareAsync(Stream source, CancellationToken cancellationToken) => ReadAsync(
        source,
        async (entry, token) =>
        {
            var stored = await store.LoadAsync(entry.Handle, token).ConfigureAwait(false);
            var document = stored is null ? SubjectKeyDocument.Empty(entry.Handle) : SubjectKeyDocument.Parse(stored.Content.Span, entry.Handle);
            return document.Replayed(entry.Erasure) is { } changed ? (true, document.Keys.Count - changed.Keys.Count) : (false, 0);
        },
        cancellationToken);

    private async ValueTask<LedgerReplayReport> ReadAsync(
        Stream source, Func<LedgerEntry, CancellationToken, ValueTask<(bool IsNew, int Keys)>> apply, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var refused = new List<long>();
        var (number, entries, applied, keys, refusedCount) = (0L, 0L, 0L, 0L, 0L);
        LedgerEnd? end = null;
        await foreach (var line in LedgerLines.ReadAsync(source, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (end is null && format.TryReadEntry(line.Span, out var entry))
            {
                entries++;
                var (isNew, destroyed) = await apply(entry, cancellationToken).ConfigureAwait(false);
                applied += isNew ? 1 : 0;
                keys += destroyed;
            }
            else if (end is not null || !format.TryReadEnd(line.Span, hash.GetCurrentHash(), out end))
            {
                refusedCount++;
                if (refused.Count < MostRefusedLines)
                {
                    refused.Add(number);
                }
            }

            hash.AppendData(line.Span);
            hash.AppendData([LineFeed]);
        }

        return new LedgerReplayReport
        {
            CompletedAt = clock.GetUtcNow().ToUniversalTime(),
            Entries = entries,
            Applied = applied,
            KeysDestroyed = keys,
            RefusedCount = refusedCount,
            RefusedLines = refused,
            IsWhole = refusedCount == 0 && end?.Entries == entries,
        };
    }

    private async ValueTask<(bool IsNew, int Keys)> ApplyAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var destroyed = 0;
        var changed = await keyring.ChangeAsync(
            entry.Handle,
            (document, _) =>
            {
                var replayed = document.Replayed(entry.Erasure);
                destroyed = replayed is null ? 0 : document.Keys.Count - replayed.Keys.Count;
                return replayed;
            },
            cancellationToken).ConfigureAwait(false);
        return (changed is not null, destroyed);
    }

    private ValueTask RaiseAsync(LedgerReplayReport report, CancellationToken cancellationToken) => events.RaiseAsync(
        new SecurityEvent
        {
            Type = CryptoEventTypes.LedgerReplayed,
            Outcome = report.RefusedCount == 0 ? SecurityEventOutcome.Success : SecurityEventOutcome.Failure,
            Severity = CryptoEventTypes.SeverityOf(CryptoEventTypes.LedgerReplayed),
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["entries"] = report.Entries.ToString(CultureInfo.InvariantCulture),
                ["applied"] = report.Applied.ToString(CultureInfo.InvariantCulture),
                ["keys"] = report.KeysDestroyed.ToString(CultureInfo.InvariantCulture),
                ["refused"] = report.RefusedCount.ToString(CultureInfo.InvariantCulture),
            },
        },
        cancellationToken);
}
