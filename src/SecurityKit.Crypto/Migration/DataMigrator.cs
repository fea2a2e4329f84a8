namespace SecurityKit.Crypto;

/// <summary>
/// Moves stored values from an earlier system's formats into the kit's envelopes while the host runs: its readers use <see cref="LegacyReader"/> and
/// read both forms. First everything is written to an encrypted backup; then each value that is still what the backup holds is replaced in one
/// step; then everything is read once more. A run that was cut short, even by a kill, goes on where it was when it is started again.
/// Thread-safe; one run per work folder at a time, across processes.
/// </summary>
public sealed class DataMigrator
{
    private const int MaxPasses = 5;

    private readonly IEncryptor _encryptor;
    private readonly ISecurityEvents _events;
    private readonly TimeProvider _clock;

    /// <summary>Creates a migrator.</summary>
    /// <param name="encryptor">For the new envelopes and the backups; without a purpose of its own.</param>
    /// <param name="events">Told of completed migrations and roll-backs.</param>
    /// <param name="clock">The clock.</param>
    public DataMigrator(IEncryptor encryptor, ISecurityEvents events, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(clock);
        _encryptor = encryptor;
        _events = events;
        _clock = clock;
    }

    /// <summary>Reads and decrypts everything and changes nothing but the report in the work folder.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>What a migration would find; it succeeded when nothing is unreadable.</returns>
    public ValueTask<MigrationReport> DryRunAsync(MigrationPlan plan, CancellationToken cancellationToken = default) => InFolderAsync(plan, "dryRun", async run =>
    {
        var report = await run.VerifyAsync(cancellationToken).ConfigureAwait(false);
        return report with { Succeeded = report.UnreadableCount == 0 };
    });

    /// <summary>Reads everything once more and compares it with the backups, if there are any. Changes nothing but the report.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>What was found; it succeeded when everything is in the kit's envelope and readable.</returns>
    public ValueTask<MigrationReport> VerifyAsync(MigrationPlan plan, CancellationToken cancellationToken = default) =>
        InFolderAsync(plan, "verify", run => run.VerifyAsync(cancellationToken));

    /// <summary>Backs up, replaces and verifies; goes on with a run that was cut short.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops after the batch in hand; the next run goes on from there.</param>
    /// <returns>The report; it succeeded when everything is in the kit's envelope and readable.</returns>
    /// <exception cref="SecurityKitException">The work folder is in use, of another source, or was rolled back.</exception>
    public async ValueTask<MigrationReport> MigrateAsync(MigrationPlan plan, CancellationToken cancellationToken = default)
    {
        var report = await InFolderAsync(plan, "migrate", async run =>
        {
            run.Refuse(MigrationPhase.RollingBack, MigrationPhase.RolledBack);
            run.Reopen();
            await plan.Source.RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false);
            for (var pass = 0; pass < MaxPasses && run.State.Phase is not MigrationPhase.Migrated; pass++)
            {
                if (run.State.Phase is MigrationPhase.BackingUp)
                {
                    await run.BackUpAsync(cancellationToken).ConfigureAwait(false);
                }

                if (run.State.Phase is MigrationPhase.Migrating)
                {
                    await run.ReplaceAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            return await run.VerifyAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await RaiseAsync(CryptoEventTypes.DataMigrated, report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>
    /// Puts every value that was backed up into the earlier format again: as it was, or, where the host has changed it since, with the new data.
    /// Goes on with a roll-back that was cut short. Works as long as the key that encrypted the backup does.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops after the batch in hand.</param>
    /// <returns>The report; it succeeded when no backed-up value is left in the kit's envelope.</returns>
    public async ValueTask<MigrationReport> RollBackAsync(MigrationPlan plan, CancellationToken cancellationToken = default)
    {
        var report = await InFolderAsync(plan, "rollBack", async run =>
        {
            await plan.Source.RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false);
            var left = await run.RollBackAsync(cancellationToken).ConfigureAwait(false);
            var found = await run.VerifyAsync(cancellationToken).ConfigureAwait(false);
            return found with { Succeeded = left == 0 && found.UnreadableCount == 0 };
        }).ConfigureAwait(false);
        await RaiseAsync(CryptoEventTypes.DataMigrationRolledBack, report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async ValueTask<MigrationReport> InFolderAsync(MigrationPlan plan, string action, Func<MigrationRun, ValueTask<MigrationReport>> work)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.BatchSize, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.BatchSize, 10_000, nameof(plan));
        ArgumentException.ThrowIfNullOrEmpty(plan.WorkFolder, nameof(plan));
        var startedAt = _clock.GetUtcNow();
        using var folder = MigrationFolder.Open(plan.WorkFolder);
        var run = new MigrationRun(plan, folder, _encryptor);
        var report = await work(run).ConfigureAwait(false);
        report = report with { Action = action, StartedAt = startedAt, CompletedAt = _clock.GetUtcNow() };
        folder.Write(report);
        return report;
    }

    private ValueTask RaiseAsync(string type, MigrationReport report, CancellationToken cancellationToken) => _events.RaiseAsync(
        new SecurityEvent
        {
            Type = type,
            Outcome = report.Succeeded ? SecurityEventOutcome.Success : SecurityEventOutcome.Failure,
            Severity = SecurityEventSeverity.Medium,
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["migration"] = report.MigrationId.ToString(),
                ["source"] = report.Source,
                ["replaced"] = report.Replaced.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["unreadable"] = report.UnreadableCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        },
        cancellationToken);
}
