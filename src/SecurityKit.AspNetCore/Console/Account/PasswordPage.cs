using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Changing the password. The present one is the proof; what else it ends is shown beside the form.</summary>
internal static class PasswordPage
{
    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        routes.Page(site, ConsolePaths.Password, request => ShowAsync(request, ConsoleNotices.Of(request), StatusCodes.Status200OK));
        routes.Form(site, ConsolePaths.Password, ChangeAsync);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, Markup notice, int status)
    {
        var sessions = await request.Service<SessionManager>().ListAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        Session[] others = [.. sessions.Where(session => session.Id != request.Session!.Id)];
        var ends = others.Length == 0
            ? Markup.Of($"<p class=\"quiet\">You have no other session that this would end.</p>")
            : Markup.Of($"<p>This ends {Moments.Count(others.Length, "other session")}:</p><ul class=\"affects\">{others.Select(one => Markup.Of($"<li>{SessionWords.Of(one)}</li>"))}</ul>");
        var least = await request.Service<AccountManager>().GetMinPasswordLengthAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var body = Markup.Of($"""
            <form class="card narrow" method="post" action="{request.Link(ConsolePaths.Password)}">{request.FormToken()}
            <div class="field"><label for="current">Present password</label><input id="current" type="password" name="current" autocomplete="current-password" required></div>
            <div class="field"><label for="new">New password</label><input id="new" type="password" name="new" autocomplete="new-password" required aria-describedby="new-hint">
            <p class="hint" id="new-hint">At least {least} characters. Long beats odd: four unrelated words do. Known and easily guessed passwords are refused.</p></div>
            {ends}
            <p class="buttons"><button>Change the password</button></p></form>
            """);
        return await ConsoleLayout.PageAsync(request, "Password", body, ConsolePaths.Password, notice, status).ConfigureAwait(false);
    }

    private static async ValueTask<IResult> ChangeAsync(ConsoleRequest request)
    {
        var current = await request.FieldAsync("current", InputLimits.Password).ConfigureAwait(false);
        var wanted = await request.FieldAsync("new", InputLimits.Password).ConfigureAwait(false);
        var outcome = await request.Service<AccountManager>()
            .ChangePasswordAsync(request.Subject, current, wanted, request.Session!.Id.ToString(), request.Aborted).ConfigureAwait(false);
        if (outcome is PasswordChangeOutcome.Changed changed)
        {
            request.Service<KitCookies>().WriteDevice(request.Context, changed.DeviceToken);
            return request.Done(ConsolePaths.Password, ConsoleNotices.PasswordChanged);
        }

        return outcome switch
        {
            PasswordChangeOutcome.Locked locked => await ShowAsync(
                request, ConsoleLayout.Bad($"Too many wrong passwords. Try again in {Moments.Span(locked.RetryAfter)}."), StatusCodes.Status403Forbidden).ConfigureAwait(false),
            PasswordChangeOutcome.Refused refused => await ShowAsync(
                request, ConsoleLayout.Bad(string.Join(' ', refused.Problems.Select(p => p.Message))), StatusCodes.Status400BadRequest).ConfigureAwait(false),
            _ => await ShowAsync(request, ConsoleLayout.Bad("The present password is wrong."), StatusCodes.Status403Forbidden).ConfigureAwait(false),
        };
    }
}
