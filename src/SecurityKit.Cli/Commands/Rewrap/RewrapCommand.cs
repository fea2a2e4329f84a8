using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>rewrap</c>: stored data to the newest key. <c>keys rewrap</c> is about the keys themselves.</summary>
internal static class RewrapCommand
{
    internal static Command Create(CommonOptions common)
    {
        var source = new DataSourceOptions();
        var ring = KeysCommand.RingOption();
        var areFields = new Option<bool>("--fields") { Description = "The table's column holds encrypted fields, bound to table, column and row. Needs no --purpose." };
        var isDry = new Option<bool>("--dry-run") { Description = "Counts and tries to decrypt; changes nothing." };
        var countOnly = new Option<bool>("--count") { Description = "Counts by key without decrypting, and keeps the result with the ring." };
        return source.AddTo(new Command("rewrap", "Moves stored data to the newest key while hosts run, and tells what is left below its version. Goes on where it was cut short."))
            .With(ring, areFields, isDry, countOnly, RewrapForgetCommand.Create(common))
            .Does(common, async (invocation, token) =>
            {
                if (invocation.Get(isDry) && invocation.Get(countOnly))
                {
                    throw new UsageException("Say --dry-run or --count, not both.");
                }

                var owned = new List<IDisposable>();
                try
                {
                    var configuration = invocation.LoadConfiguration();
                    var plan = new RewrapPlan
                    {
                        Source = await source.OpenAsync(invocation, configuration, invocation.Get(areFields), owned, token).ConfigureAwait(false),
                        WorkFolder = source.WorkFolderOf(invocation),
                        Ring = invocation.Get(ring)!,
                        BatchSize = invocation.Get(source.BatchSize),
                    };
                    var report = await KeysCommand.WithNodeAsync(
                        invocation,
                        (services, t) =>
                        {
                            KeysCommand.CheckIsThere(services.GetRequiredService<IKeyRingManager>(), plan.Ring);
                            return ProgressLine.WhileAsync(invocation.Output, progress => StepAsync(
                                services.GetRequiredService<DataRewrapper>(), plan with { Progress = progress }, invocation.Get(isDry), invocation.Get(countOnly), t));
                        },
                        token).ConfigureAwait(false);
                    Show(invocation.Output, report);
                    return report.Succeeded ? ExitCodes.Ok : ExitCodes.No;
                }
                finally
                {
                    owned.ForEach(o => o.Dispose());
                }
            });
    }

    private static ValueTask<RewrapReport> StepAsync(DataRewrapper rewrapper, RewrapPlan plan, bool isDry, bool countOnly, CancellationToken cancellationToken) =>
        isDry ? rewrapper.DryRunAsync(plan, cancellationToken)
        : countOnly ? rewrapper.CountAsync(plan, cancellationToken)
        : rewrapper.RewrapAsync(plan, cancellationToken);

    private static void Show(ToolOutput output, RewrapReport report) => output.Result(report, _ =>
    {
        output.Heading($"{report.Action} of {report.Source}");
        output.Table(["what", "count"],
        [
            ["values seen", Text(report.Examined)],
            .. report.ByVersion.Select(of => new[] { $"version {Text(of.Key)}", Text(of.Value) }),
            ["moved", Text(report.Rewrapped)],
            ["of these, streams", Text(report.RewrappedStreams)],
            ["unreadable", report.Unreadable is { } unreadable ? Text(unreadable) : "not tried"],
            ["streams below the version", Text(report.Streams)],
            ["of a key the ring does not know", Text(report.UnknownKey)],
            ["of no known form", Text(report.UnknownForm)],
        ]);
        foreach (var id in report.Left)
        {
            output.Line($"left: {id}");
        }

        output.Line($"{report}.");
    });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
