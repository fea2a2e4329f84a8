namespace SecurityKit.Crypto;

/// <summary>Destroys again what the journals say was erased, before the host serves anything: the key store may have been restored from a backup.</summary>
internal sealed class ErasureJournalStartupStep(ErasureJournals journals, IErasureLedger ledger) : IStartupStep
{
    public int Order => StartupOrder.Services;

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        foreach (var journal in journals.All)
        {
            var lines = await journal.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var scope = lines.ConfigureAwait(false);
            await ledger.ReplayAsync(lines, cancellationToken).ConfigureAwait(false);
        }
    }
}
