using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>migrate report</c>, and how every step shows its report.</summary>
internal static class MigrateReportCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    internal static Command Create(CommonOptions common)
    {
        var folder = new Option<string>("--work-folder") { Description = "The migration's work folder.", Required = true };
        return new Command("report", "Shows the newest report in a work folder.").With(folder).Does(common, async (invocation, token) =>
        {
            var path = Path.GetFullPath(invocation.Get(folder)!);
            var newest = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles("report-*.json").MaxBy(file => file.LastWriteTimeUtc) : null;
            var file = newest ?? throw new UsageException($"The folder '{path}' holds no report.");
            var report = JsonSerializer.Deserialize<MigrationReport>(await File.ReadAllBytesAsync(file.FullName, token).ConfigureAwait(false), Web)
                ?? throw new FormatException($"'{file}' is no report.");
            Show(invocation.Output, report);
            return report.Succeeded ? ExitCodes.Ok : ExitCodes.No;
        });
    }

    internal static void Show(ToolOutput output, MigrationReport report) => output.Result(report, _ =>
    {
        output.Heading($"{report.Action} of {report.Source}");
        output.Table(["what", "count"],
        [
            ["values seen", Text(report.Examined)],
            ["in the kit's envelope", Text(report.Current)],
            .. report.Remaining.Select(left => new[] { $"still {left.Key}", Text(left.Value) }),
            ["unreadable", Text(report.UnreadableCount)],
            ["replaced so far", Text(report.Replaced)],
            ["same as backed up", Text(report.SameAsBackup)],
            ["changed since", Text(report.ChangedSinceBackup)],
            ["gone since", Text(report.GoneSinceBackup)],
        ]);
        foreach (var id in report.Unreadable)
        {
            output.Line($"unreadable: {id}");
        }

        output.Line(report.Succeeded ? "Succeeded." : "Not complete.");
    });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
