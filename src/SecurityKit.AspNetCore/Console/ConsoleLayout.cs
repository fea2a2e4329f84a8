using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>What stands around every page: landmarks, the menu of what its reader may see, and the notice of what was just done.</summary>
internal static class ConsoleLayout
{
    private static readonly (string Path, string Name)[] AccountPages =
    [
        (ConsolePaths.Overview, "Overview"), (ConsolePaths.Devices, "Devices"), (ConsolePaths.Authenticators, "Authenticators"),
        (ConsolePaths.RecoveryCodes, "Recovery codes"), (ConsolePaths.ApiKeys, "API keys"), (ConsolePaths.Password, "Password"),
    ];

    private static readonly (string Path, string Name, string Permission)[] OperatorPages =
    [
        (ConsolePaths.Accounts, "Accounts", ConsolePermissions.AccountsRead), (ConsolePaths.Sessions, "Live sessions", ConsolePermissions.SessionsRead), (ConsolePaths.SignIns, "Sign-ins", ConsolePermissions.EventsRead),
        (ConsolePaths.Keys, "Key rings", ConsolePermissions.KeysRead), (ConsolePaths.Events, "Events", ConsolePermissions.EventsRead),
        (ConsolePaths.Posture, "Posture", ConsolePermissions.PostureRead),
    ];

    internal static async ValueTask<IResult> PageAsync(
        ConsoleRequest request, string title, Markup body, string? current = null, Markup notice = default, int status = StatusCodes.Status200OK)
    {
        var menu = request.Session is null ? default : await MenuAsync(request, current).ConfigureAwait(false);
        var page = Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{title} - {request.Title}</title>
            <link rel="stylesheet" href="{request.Link(ConsolePaths.Style) + "?v=" + ConsoleStyle.Version}">
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header class="top"><a class="brand" href="{request.Link(ConsolePaths.Overview)}">{request.Title}</a>{SignOut(request)}</header>
            <div class="frame">
            {menu}
            <main id="main" tabindex="-1">
            <h1>{title}</h1>
            {notice}{body}
            </main>
            </div>
            </body>
            </html>
            """);
        return new ConsolePage(page, status);
    }

    internal static Markup Good(string text) => Markup.Of($"<p class=\"note good\" role=\"status\">{text}</p>");

    internal static Markup Bad(string text) => Markup.Of($"<p class=\"note bad\" role=\"alert\">{text}</p>");

    private static Markup SignOut(ConsoleRequest request) => Markup.When(request.Session is not null, () => Markup.Of($"""
        <form method="post" action="{request.Link(ConsolePaths.SignOut)}">{request.FormToken()}<button class="second small">Sign out</button></form>
        """));

    private static async ValueTask<Markup> MenuAsync(ConsoleRequest request, string? current)
    {
        var options = request.Service<Microsoft.Extensions.Options.IOptionsMonitor<ConsoleOptions>>().CurrentValue;
        var operators = new List<(string, string)>();
        foreach (var (path, name, permission) in options.Operator ? OperatorPages : [])
        {
            if (await request.MayAsync(permission).ConfigureAwait(false))
            {
                operators.Add((path, name));
            }
        }

        var account = options.Account ? Group(request, "Your account", "menu-account", AccountPages.Where(page => IsThere(request, page.Path)), current) : default;
        return Markup.Of($"""
            <nav aria-label="Pages">
            {account}
            {Markup.When(operators.Count > 0, () => Group(request, "Operators", "menu-operator", operators, current))}
            </nav>
            """);
    }

    private static bool IsThere(ConsoleRequest request, string path) =>
        path is not (ConsolePaths.Authenticators or ConsolePaths.RecoveryCodes) || request.Has<Mfa.MfaManager>();

    private static Markup Group(ConsoleRequest request, string name, string id, IEnumerable<(string Path, string Name)> pages, string? current) => Markup.Of($"""
        <h2 id="{id}">{name}</h2>
        <ul aria-labelledby="{id}">{pages.Select(page => Item(request, page.Path, page.Name, page.Path == current))}</ul>
        """);

    private static Markup Item(ConsoleRequest request, string path, string name, bool isCurrent) => isCurrent
        ? Markup.Of($"<li><a href=\"{request.Link(path)}\" aria-current=\"page\">{name}</a></li>")
        : Markup.Of($"<li><a href=\"{request.Link(path)}\">{name}</a></li>");
}
