using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>How the reader's account stands, and where to change it.</summary>
internal static class OverviewPage
{
    private const int FewCodes = 3;

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site) => routes.Page(site, ConsolePaths.Overview, ShowAsync);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var account = await request.Service<AccountManager>().FindAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var sessions = await request.Service<SessionManager>().ListAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var keys = await request.Service<ApiKeyManager>().ListAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var live = keys.Count(key => key.RevokedAt is null && key.ExpiresAt > request.Now);
        var factors = await FactorsAsync(request).ConfigureAwait(false);
        var body = Markup.Of($"""
            <p class="quiet">Signed in as <b>{account?.UserName ?? request.Subject}</b>{Assurance(request.Session!)}.</p>
            <div class="tiles">
            {Tile(request, ConsolePaths.Devices, "Devices", Moments.Count(sessions.Count, "session"), "Where you are signed in now.")}
            {factors}
            {Tile(request, ConsolePaths.ApiKeys, "API keys", Moments.Count(live, "live key"), "What programs use in your name.")}
            {Tile(request, ConsolePaths.Password, "Password", account is null || account.PasswordChangedAt == DateTimeOffset.UnixEpoch ? "-" : "Changed " + Moments.Span(request.Now - account.PasswordChangedAt) + " ago", "Changing it ends all other sessions.")}
            </div>
            """);
        return await ConsoleLayout.PageAsync(request, "Overview", body, ConsolePaths.Overview).ConfigureAwait(false);
    }

    private static async ValueTask<Markup> FactorsAsync(ConsoleRequest request)
    {
        if (request.FindService<MfaManager>() is not { } mfa)
        {
            return default;
        }

        var status = await mfa.GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var factors = status.IsEnabled ? $"{status.Authenticators.Count} active" : "None";
        var advice = status.IsEnabled ? "What proves it is you, beside the password." : "A password alone protects this account. Add an authenticator.";
        var codes = status.RecoveryCodesLeft <= FewCodes && status.IsEnabled ? "Few are left. Make new ones." : "For when your authenticator is not at hand.";
        return Markup.Of($"""
            {Tile(request, ConsolePaths.Authenticators, "Authenticators", factors, advice)}
            {Tile(request, ConsolePaths.RecoveryCodes, "Recovery codes", $"{Moments.Count(status.RecoveryCodesLeft, "code")} left", codes)}
            """);
    }

    private static Markup Assurance(Session session) => session.Level >= AssuranceLevel.Two ? Markup.Of($" with a second factor") : Markup.Of($" by password");

    private static Markup Tile(ConsoleRequest request, string path, string name, string value, string text) => Markup.Of($"""
        <section class="card tile"><h2><a href="{request.Link(path)}">{name}</a></h2><p class="figure">{value}</p><p class="quiet">{text}</p></section>
        """);
}
