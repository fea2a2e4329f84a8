using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>All accounts in the order of their names, with search and paging. What is done to one is done over the API, which asks for a second factor.</summary>
internal static class AccountsPage
{
    private const int PageSize = 50;
    private const string LoginField = "login";
    private const string AfterField = "after";

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site) =>
        routes.Page(site, ConsolePaths.Accounts, ShowAsync).RequirePermission(ConsolePermissions.AccountsRead);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var login = request.Query(LoginField, InputLimits.Name);
        var after = request.Query(AfterField, InputLimits.Name);
        var page = await ReadAsync(request, login, after).ConfigureAwait(false);
        var maySeeSessions = await request.MayAsync(ConsolePermissions.SessionsRead).ConfigureAwait(false);
        var body = Markup.Of($"""
            <form class="card search" method="get" action="{request.Link(ConsolePaths.Accounts)}" role="search">
            <div><label for="login">User name or e-mail</label><input id="login" name="{LoginField}" value="{login}" autocapitalize="none" spellcheck="false" maxlength="256"></div>
            <button>Find</button></form>
            <p class="quiet" role="status">{(page.Accounts.Count == 0 ? "No account fits." : $"{Moments.Count(page.Accounts.Count, "account")}, in the order of their names.")}</p>
            {Markup.When(page.Accounts.Count > 0, () => Markup.Of($"<section class=\"card\" aria-label=\"Accounts\"><ul class=\"rows\">{page.Accounts.Select(account => Row(request, account, maySeeSessions))}</ul></section>"))}
            {Paging(request, login, after, page.Next)}
            """);
        return await ConsoleLayout.PageAsync(request, "Accounts", body, ConsolePaths.Accounts).ConfigureAwait(false);
    }

    private static async ValueTask<AccountPage> ReadAsync(ConsoleRequest request, string login, string after)
    {
        var accounts = request.Service<AccountManager>();
        if (login.Length == 0)
        {
            return await accounts.ListAsync(after.Length == 0 ? null : after, PageSize, request.Aborted).ConfigureAwait(false);
        }

        return new AccountPage(await accounts.FindByLoginAsync(login, request.Aborted).ConfigureAwait(false) is { } found ? [found] : [], Next: null);
    }

    private static Markup Row(ConsoleRequest request, Account account, bool maySeeSessions)
    {
        var isActive = account.Status == AccountStatus.Active;
        var sessions = Markup.When(maySeeSessions, () => Markup.Of($"""
            <a class="button second small" href="{request.Link(ConsolePaths.Sessions) + QueryString.Create("account", account.Subject)}" aria-label="Sessions of {account.UserName}">Sessions</a>
            """));
        return Markup.Of($"""
            <li><div class="what"><b>{account.UserName}</b> <span class="tag {(isActive ? string.Empty : "off")}">{(isActive ? "active" : "disabled")}</span><br>
            <span class="quiet">{Address(account)} · last signed in {Moments.OrNever(account.LastSignInAt)} · <code>{account.Subject}</code></span></div>{sessions}</li>
            """);
    }

    private static string Address(Account account) => account.Email is null
        ? "no address"
        : account.Email + (account.IsEmailConfirmed ? " (confirmed)" : " (not confirmed)");

    private static Markup Paging(ConsoleRequest request, string login, string after, string? next)
    {
        var path = request.Link(ConsolePaths.Accounts);
        var first = Markup.When(after.Length > 0 || login.Length > 0, () => Markup.Of($"<a class=\"button second\" href=\"{path}\">From the beginning</a>"));
        var further = Markup.When(next is not null, () => Markup.Of($"<a class=\"button second\" rel=\"next\" href=\"{path + QueryString.Create(AfterField, next!)}\">Next</a>"));
        return Markup.Of($"<nav class=\"buttons\" aria-label=\"Further accounts\">{first} {further}</nav>");
    }
}
