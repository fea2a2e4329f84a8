using System.CommandLine;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>migrate</c>: stored data from an earlier system's formats into the kit's envelopes.</summary>
internal static class MigrateCommand
{
    private const string StateFile = "state.json";

    internal static Command Create(CommonOptions common)
    {
        var options = new MigrateOptions();
        return new Command("migrate", "Moves data of an earlier system into the kit's envelopes while hosts run: plan, run, resume, verify, rollback, report.").With(
            Step(common, options, "plan", "Reads and decrypts everything and changes nothing: what would a run find?", BegunBefore.Either, static (m, p, t) => m.DryRunAsync(p, t)),
            Step(common, options, "run", "Backs up, replaces, verifies. The work folder must not hold a migration yet.", BegunBefore.No, static (m, p, t) => m.MigrateAsync(p, t)),
            Step(common, options, "resume", "Goes on with a run that was cut short, or takes up what has come in since.", BegunBefore.Yes, static (m, p, t) => m.MigrateAsync(p, t)),
            Step(common, options, "verify", "Reads everything once more and compares it with the backups.", BegunBefore.Either, static (m, p, t) => m.VerifyAsync(p, t)),
            Step(common, options, "rollback", "Puts every value that was backed up into its earlier format again.", BegunBefore.Yes, static (m, p, t) => m.RollBackAsync(p, t)),
            MigrateReportCommand.Create(common));
    }

    private static Command Step(
        CommonOptions common, MigrateOptions options, string name, string description, BegunBefore begun,
        Func<DataMigrator, MigrationPlan, CancellationToken, ValueTask<MigrationReport>> step) =>
        options.AddTo(new Command(name, description)).Does(common, async (invocation, token) =>
        {
            CheckFolder(options.WorkFolderOf(invocation), begun);
            var session = await MigrationSession.OpenAsync(invocation, options, token).ConfigureAwait(false);
            await using var scope = session.ConfigureAwait(false);
            var report = await ProgressLine.WhileAsync(
                invocation.Output, progress => step(session.Migrator, session.Plan with { Progress = progress }, token)).ConfigureAwait(false);
            MigrateReportCommand.Show(invocation.Output, report);
            return report.Succeeded ? ExitCodes.Ok : ExitCodes.No;
        });

    private static void CheckFolder(string folder, BegunBefore begun)
    {
        var isThere = File.Exists(Path.Combine(folder, StateFile));
        if (begun == BegunBefore.No && isThere)
        {
            throw new RefusedException($"The work folder '{folder}' holds a migration already. Go on with 'migrate resume', or name an empty folder.");
        }

        if (begun == BegunBefore.Yes && !isThere)
        {
            throw new RefusedException($"The work folder '{folder}' holds no migration. Begin with 'migrate run'.");
        }
    }
}
