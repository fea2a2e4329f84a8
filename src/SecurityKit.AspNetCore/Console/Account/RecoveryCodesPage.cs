using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>How many recovery codes are left, and new ones.</summary>
internal static class RecoveryCodesPage
{
    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        routes.Page(site, ConsolePaths.RecoveryCodes, ShowAsync);
        routes.Action(site, ConsolePaths.RecoveryCodes + "/replace", ConsolePaths.RecoveryCodes, ReplaceAsync);
    }

    /// <summary>The one time that codes are shown.</summary>
    internal static ValueTask<IResult> ShowNewAsync(ConsoleRequest request, IReadOnlyList<string> codes, string title) => ConsoleLayout.PageAsync(
        request, "Recovery codes",
        Markup.Of($"""
            <section class="card" aria-labelledby="new"><h2 id="new">{title}</h2>
            <p>Each works once, instead of a code of your authenticator. <b>They are shown this one time.</b> Print them or write them down, and keep them where your phone is not.</p>
            <ul class="codes copy">{codes.Select(code => Markup.Of($"<li>{code}</li>"))}</ul>
            <p class="buttons"><a class="button" href="{request.Link(ConsolePaths.Overview)}">I have kept them</a></p></section>
            """),
        ConsolePaths.RecoveryCodes);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var status = await request.Service<MfaManager>().GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var body = status.IsEnabled
            ? Markup.Of($"""
                <section class="card"><p class="figure">{Moments.Count(status.RecoveryCodesLeft, "code")} left</p>
                <p class="quiet">Each works once. Only their hashes are kept, so they cannot be shown again.</p>
                <p class="buttons"><a class="button danger" href="{request.Link(ConsolePaths.RecoveryCodes)}/replace">Replace all codes…</a></p></section>
                """)
            : Markup.Of($"""
                <section class="card"><p>Recovery codes come with your first authenticator.</p>
                <p class="buttons"><a class="button" href="{request.Link(ConsolePaths.Authenticators)}">Set one up</a></p></section>
                """);
        return await ConsoleLayout.PageAsync(request, "Recovery codes", body, ConsolePaths.RecoveryCodes).ConfigureAwait(false);
    }

    private static async ValueTask<ConsoleAction?> ReplaceAsync(ConsoleRequest request)
    {
        var mfa = request.Service<MfaManager>();
        var status = await mfa.GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        return !status.IsEnabled ? null : new ConsoleAction(
            "Replace recovery codes", "Replace all codes", ConsolePaths.RecoveryCodes, [$"{Moments.Count(status.RecoveryCodesLeft, "unused recovery code")}"],
            ["The codes you have are worth nothing from then on. Ten new ones are shown once."],
            async session => await mfa.RegenerateRecoveryCodesAsync(session.Subject, session.Factors, request.Aborted).ConfigureAwait(false)
                is RecoveryCodeRegeneration.Regenerated done
                ? await ShowNewAsync(request, done.RecoveryCodes, "Your new recovery codes").ConfigureAwait(false)
                : request.Done(ConsolePaths.RecoveryCodes, string.Empty));
    }
}
