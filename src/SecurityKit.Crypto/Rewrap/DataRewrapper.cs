using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>
/// Moves stored values to the newest key of their ring while the host runs, so that older keys can be retired. Each value is decrypted and encrypted anew with the
/// same purpose and associated data, read back, and replaced only if nobody has changed it: compare and set. Streams are moved in constant memory. A run that was cut short, even by a
/// kill, goes on where it was when it is started again. The result, 'n below version v', is kept with the ring: as long as it says that values
/// under a key are left, that key goes on decrypting and is not destroyed.
/// Thread-safe; one run per work folder at a time, across processes.
/// </summary>
public sealed class DataRewrapper
{
    private const int MaxPasses = 5;

    private readonly IEncryptorProvider _encryptors;
    private readonly IKeyRingManager _rings;
    private readonly ISecurityEvents _events;
    private readonly TimeProvider _clock;

    /// <summary>Creates a rewrapper; <c>AddCrypto</c> adds one to the container.</summary>
    /// <param name="encryptors">For the rings' encryptors.</param>
    /// <param name="rings">Knows the keys' versions, and keeps what was counted.</param>
    /// <param name="events">Told of every run.</param>
    /// <param name="clock">The clock.</param>
    public DataRewrapper(IEncryptorProvider encryptors, IKeyRingManager rings, ISecurityEvents events, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(encryptors);
        ArgumentNullException.ThrowIfNull(rings);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(clock);
        _encryptors = encryptors;
        _rings = rings;
        _events = events;
        _clock = clock;
    }

    /// <summary>Counts everything by key, tries to decrypt what a run would move, and changes nothing but the report in the work folder.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>What a run would find; it succeeded when a run would leave nothing.</returns>
    public ValueTask<RewrapReport> DryRunAsync(RewrapPlan plan, CancellationToken cancellationToken = default) => InFolderAsync(
        plan,
        "dryRun",
        async run =>
        {
            var report = await run.CountAsync(isTried: true, cancellationToken).ConfigureAwait(false);
            return report with { Succeeded = report is { Unreadable: 0, UnknownForm: 0, UnknownKey: 0 } };
        },
        cancellationToken);

    /// <summary>Counts everything by key without decrypting, and keeps the result with the ring.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The report; it succeeded when nothing is below the version of the active key.</returns>
    public ValueTask<RewrapReport> CountAsync(RewrapPlan plan, CancellationToken cancellationToken = default) => InFolderAsync(
        plan,
        "count",
        async run =>
        {
            var report = await run.CountAsync(isTried: false, cancellationToken).ConfigureAwait(false);
            await RecordAsync(plan, run, cancellationToken).ConfigureAwait(false);
            return report;
        },
        cancellationToken);

    /// <summary>Moves everything below the version of the active key to that key, then counts; goes on with a run that was cut short.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops after the batch in hand; the next run goes on from there.</param>
    /// <returns>The report; it succeeded when nothing is left below the version.</returns>
    /// <exception cref="SecurityKitException">The work folder is in use, or of another source or ring.</exception>
    public async ValueTask<RewrapReport> RewrapAsync(RewrapPlan plan, CancellationToken cancellationToken = default)
    {
        var report = await InFolderAsync(
            plan,
            "rewrap",
            async run =>
            {
                run.Begin();
                await plan.Source.RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false);
                if (run.IsAtTheBeginning)
                {
                    // Counted first, so that no key the run needs is retired while it is at work, however long that takes.
                    await run.CountAsync(isTried: false, cancellationToken).ConfigureAwait(false);
                    await RecordAsync(plan, run, cancellationToken).ConfigureAwait(false);
                }

                RewrapReport found;
                var pass = 0;
                do
                {
                    var overtaken = await run.ReplaceAsync(cancellationToken).ConfigureAwait(false);
                    found = await run.CountAsync(isTried: true, cancellationToken).ConfigureAwait(false);
                    pass = overtaken || found.BelowVersion > found.Unreadable ? pass + 1 : MaxPasses;
                }
                while (pass < MaxPasses);

                run.End();
                await RecordAsync(plan, run, cancellationToken).ConfigureAwait(false);
                return found;
            },
            cancellationToken).ConfigureAwait(false);
        await RaiseAsync(report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async ValueTask<RewrapReport> InFolderAsync(
        RewrapPlan plan, string action, Func<RewrapRun, ValueTask<RewrapReport>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.BatchSize, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.BatchSize, 10_000, nameof(plan));
        ArgumentException.ThrowIfNullOrEmpty(plan.WorkFolder, nameof(plan));
        var startedAt = _clock.GetUtcNow();
        var mover = new ValueMover(_encryptors.ForRing(plan.Ring), _encryptors.StreamsForRing(plan.Ring));
        var status = await _rings.GetStatusAsync(plan.Ring, cancellationToken).ConfigureAwait(false);
        using var folder = MigrationFolder.Open(plan.WorkFolder);
        var run = new RewrapRun(plan, folder, mover, status);
        var report = await work(run).ConfigureAwait(false);
        report = report with { Action = action, StartedAt = startedAt, CompletedAt = _clock.GetUtcNow() };
        folder.Write(report);
        return report;
    }

    private ValueTask RecordAsync(RewrapPlan plan, RewrapRun run, CancellationToken cancellationToken) => _rings.RecordDataAsync(
        plan.Ring, new StoredDataCount(plan.Source.Name, _clock.GetUtcNow().ToUniversalTime(), run.ValuesByKey), cancellationToken);

    private ValueTask RaiseAsync(RewrapReport report, CancellationToken cancellationToken) => _events.RaiseAsync(
        new SecurityEvent
        {
            Type = CryptoEventTypes.DataRewrapped,
            Outcome = report.Succeeded ? SecurityEventOutcome.Success : SecurityEventOutcome.Failure,
            Severity = SecurityEventSeverity.Medium,
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ring"] = report.Ring,
                ["source"] = report.Source,
                ["rewrapped"] = report.Rewrapped.ToString(CultureInfo.InvariantCulture),
                ["version"] = report.Version.ToString(CultureInfo.InvariantCulture),
                ["below"] = report.BelowVersion.ToString(CultureInfo.InvariantCulture),
            },
        },
        cancellationToken);
}
