using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Cli;

/// <summary><c>rate</c>: how safely is a host set up?</summary>
internal static class RateCommand
{
    private static readonly string[] Letters = ["A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D"];

    internal static Command Create(CommonOptions common)
    {
        var url = new Option<string?>("--url") { Description = "A running host: where its API is mapped, such as https://host/api/v1/security. Default: the configured host." };
        var tokenFile = new Option<FileInfo?>("--token-file") { Description = "A file with an access token that may read the host's own findings (security.posture:read)." };
        var connect = new Option<string?>("--connect") { Description = "With --url: connect to this HOST:PORT, for a host that its name does not lead to yet. The certificate must be the name's all the same." };
        var pages = new Option<string[]>("--page") { Description = "With --url: the path of a page to look at beside the front page, such as the sign-in page, where cookies are set; may be repeated." };
        var min = new Option<string?>("--min") { Description = "End with exit code 1 when the rating is below this letter." };
        min.AcceptOnlyFromAmong(Letters);
        return new Command("rate", "Rates a host by live checks: a letter, and the reasons. Nothing passes by default.").With(url, tokenFile, connect, pages, min).Does(common, async (invocation, token) =>
        {
            if (invocation.Get(url) is null && (invocation.Has(tokenFile) || invocation.Has(connect) || invocation.Has(pages)))
            {
                throw new UsageException("--token-file, --connect and --page are about a running host: name it with --url.");
            }

            var report = invocation.Get(url) is { } address
                ? await RateUrlAsync(HostTarget.Of(OutsideAddress.Parse(address), invocation.Get(connect), invocation.Get(pages) ?? []), invocation.Get(tokenFile), token).ConfigureAwait(false)
                : await RateConfiguredAsync(invocation, token).ConfigureAwait(false);
            invocation.Output.Result(report, found => Show(invocation.Output, found));
            return invocation.Get(min) is { } least && Array.IndexOf(Letters, report.Rating) > Array.IndexOf(Letters, least) ? ExitCodes.No : ExitCodes.Ok;
        });
    }

    private static async ValueTask<PostureReport> RateConfiguredAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var configuration = invocation.LoadConfiguration();
        using var host = await ToolHost.StartAsync(configuration, kit => ToolHost.AddEverything(kit, configuration), cancellationToken).ConfigureAwait(false);
        var report = await host.Services.GetRequiredService<PostureEvaluator>().EvaluateAsync(cancellationToken).ConfigureAwait(false);
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return report;
    }

    private static async ValueTask<PostureReport> RateUrlAsync(HostTarget target, FileInfo? tokenFile, CancellationToken cancellationToken)
    {
        var bearer = tokenFile is null ? null : (await SecretInput.ReadLineAsync(tokenFile, "token", cancellationToken).ConfigureAwait(false)).Trim();
        using var probe = new HostProbe(target);
        var checks = await probe.LookAsync(bearer, cancellationToken).ConfigureAwait(false);
        return await new PostureEvaluator(checks).EvaluateAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Show(ToolOutput output, PostureReport report)
    {
        output.Heading($"{report.Rating}  ({report.Score.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} of 100)");
        output.Table(
            ["status", "weight", "check", "evidence", "advice"],
            report.Findings.Select(f => new[]
            {
                f.Status.ToString(), f.Weight.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{f.CheckId}: {f.Title}", f.Evidence, f.Advice,
            }));
    }
}
