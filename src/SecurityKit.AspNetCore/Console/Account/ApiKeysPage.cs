using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>The reader's API keys: list, make, revoke.</summary>
internal static class ApiKeysPage
{
    private const int MaxListLength = 2_048;

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        var gate = new FeatureGate(options => options.ApiKeys);
        routes.Page(site, ConsolePaths.ApiKeys, request => ShowAsync(request, ConsoleNotices.Of(request), StatusCodes.Status200OK)).Add(Gate);
        routes.Form(site, ConsolePaths.ApiKeys, CreateAsync).Add(Gate);
        routes.Action(site, ConsolePaths.ApiKeys + "/resume", ConsolePaths.ApiKeys, ResumeAsync).Add(Gate);
        routes.Action(site, ConsolePaths.ApiKeys + "/{id}/revoke", ConsolePaths.ApiKeys, RevokeAsync).Add(Gate);

        void Gate(Microsoft.AspNetCore.Builder.EndpointBuilder endpoint) => endpoint.Metadata.Add(gate);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, Markup notice, int status)
    {
        var keys = await request.Service<ApiKeyManager>().ListAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var list = keys.Count == 0
            ? Markup.Of($"<p class=\"quiet\">None.</p>")
            : Markup.Of($"<ul class=\"rows\">{keys.Select(key => Row(request, key))}</ul>");
        var need = await ConsoleProof.NeedAsync(request, takesSecondFactor: false).ConfigureAwait(false);
        var body = Markup.Of($"""
            <section class="card" aria-labelledby="list"><h2 id="list">Your keys</h2>{list}
            {Markup.When(keys.Any(key => IsWaiting(request, key)), () => Markup.Of($"<p>Since your password was reset, keys marked so are refused. Revoke those you do not know, then take the rest back into use.</p><p class=\"buttons\"><a class=\"button\" href=\"{request.Link(ConsolePaths.ApiKeys)}/resume\">Take them back into use…</a></p>"))}</section>
            <section class="card" aria-labelledby="new"><h2 id="new">Make a key</h2>
            <form method="post" action="{request.Link(ConsolePaths.ApiKeys)}">{request.FormToken()}
            <div class="field"><label for="name">Name</label><input id="name" name="name" maxlength="100" autocomplete="off" required></div>
            <div class="field"><label for="scopes">Scopes</label><input id="scopes" name="scopes" autocomplete="off" spellcheck="false" aria-describedby="scopes-hint" required>
            <p class="hint" id="scopes-hint">Permissions such as orders:read, separated by spaces. The key may do what both its scopes and you may do.</p></div>
            <div class="field"><label for="days">Good for how many days</label><input id="days" name="days" type="number" min="1" max="365" value="90" required></div>
            {ConsoleProof.Fields(request, need, request.Link(ConsolePaths.ApiKeys))}
            {Markup.When(need.CanBeTyped, () => Markup.Of($"<p class=\"buttons\"><button>Make the key</button></p>"))}</form></section>
            """);
        return await ConsoleLayout.PageAsync(request, "API keys", body, ConsolePaths.ApiKeys, notice, status).ConfigureAwait(false);
    }

    private static Markup Row(ConsoleRequest request, ApiKey key) => Markup.Of($"""
        <li><div class="what"><b>{key.Name}</b> <span class="tag {StyleOf(request, key)}">{StateOf(request, key)}</span><br>
        <span class="quiet"><code>{key.Id}</code> · {string.Join(" ", key.Scopes)} · last used {Moments.OrNever(key.LastUsedAt)} · until {Moments.Of(key.ExpiresAt)}</span></div>
        {Markup.When(IsLive(request, key), () => Markup.Of($"<a class=\"button second small\" href=\"{request.Link($"{ConsolePaths.ApiKeys}/{Uri.EscapeDataString(key.Id)}/revoke")}\" aria-label=\"Revoke {key.Name}\">Revoke…</a>"))}</li>
        """);

    private static bool IsLive(ConsoleRequest request, ApiKey key) => key.RevokedAt is null && key.ExpiresAt > request.Now;

    private static bool IsWaiting(ConsoleRequest request, ApiKey key) => IsLive(request, key) && key.Suspensions.HasFlag(ApiKeySuspensions.PasswordReset);

    private static string StateOf(ConsoleRequest request, ApiKey key) => key switch
    {
        { RevokedAt: not null } => "revoked",
        _ when key.ExpiresAt <= request.Now => "expired",
        { Suspensions: ApiKeySuspensions.PasswordReset } => "refused since the password was reset",
        { IsSuspended: true } => "suspended",
        { ReplacedBy: not null } => "being replaced",
        _ => "live",
    };

    private static string StyleOf(ConsoleRequest request, ApiKey key) => IsLive(request, key) && !key.IsSuspended ? string.Empty : "off";

    private static async ValueTask<IResult> CreateAsync(ConsoleRequest request)
    {
        var need = await ConsoleProof.NeedAsync(request, takesSecondFactor: false).ConfigureAwait(false);
        if (await ConsoleProof.SendAsync(request, need).ConfigureAwait(false) is { } sent)
        {
            return await ShowAsync(request, sent, StatusCodes.Status200OK).ConfigureAwait(false);
        }

        var proof = await ConsoleProof.CheckAsync(request, need).ConfigureAwait(false);
        if (proof.Session is null)
        {
            return await ShowAsync(request, ConsoleLayout.Bad(proof.Problem!), StatusCodes.Status403Forbidden).ConfigureAwait(false);
        }

        var name = await request.FieldAsync("name", InputLimits.Label).ConfigureAwait(false);
        var scopes = await request.FieldAsync("scopes", MaxListLength).ConfigureAwait(false);
        var days = await request.FieldAsync("days", InputLimits.Code).ConfigureAwait(false);
        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var lifetime) || lifetime is < 1 or > 3_650)
        {
            return await ShowAsync(request, ConsoleLayout.Bad("The days must be a whole number."), StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }

        var order = new ApiKeyRequest(request.Subject, name, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) { Lifetime = TimeSpan.FromDays(lifetime) };
        return await request.Service<ApiKeyManager>().CreateAsync(order, request.Aborted).ConfigureAwait(false) switch
        {
            ApiKeyCreation.Created created => await ShowNewAsync(request, created).ConfigureAwait(false),
            ApiKeyCreation.Refused refused => await ShowAsync(
                request, ConsoleLayout.Bad(string.Join(' ', refused.Problems.Select(p => p.Message))), StatusCodes.Status400BadRequest).ConfigureAwait(false),
            _ => await ShowAsync(request, ConsoleLayout.Bad("No further key can be made now. Revoke one first."), StatusCodes.Status409Conflict).ConfigureAwait(false),
        };
    }

    private static ValueTask<IResult> ShowNewAsync(ConsoleRequest request, ApiKeyCreation.Created created) => ConsoleLayout.PageAsync(
        request, "API keys",
        Markup.Of($"""
            <section class="card" aria-labelledby="new"><h2 id="new">{created.Key.Name}</h2>
            <p>Send it in the header <code>{ApiKeyReader.Header}</code>. <b>It is shown this one time.</b></p>
            <p class="secret"><code class="copy">{created.Text}</code></p>
            <p class="buttons"><a class="button" href="{request.Link(ConsolePaths.ApiKeys)}">I have kept it</a></p></section>
            """),
        ConsolePaths.ApiKeys);

    private static async ValueTask<ConsoleAction?> ResumeAsync(ConsoleRequest request)
    {
        var keys = request.Service<ApiKeyManager>();
        ApiKey[] waiting = [.. (await keys.ListAsync(request.Subject, request.Aborted).ConfigureAwait(false)).Where(key => IsWaiting(request, key))];
        return waiting.Length == 0 ? null : new ConsoleAction(
            "Take API keys back into use", "Take them back", ConsolePaths.ApiKeys,
            [.. waiting.Select(key => $"{key.Name} ({key.Id}), made {Moments.Text(key.CreatedAt)}, scopes: {string.Join(", ", key.Scopes)}")],
            ["Whoever has one of these keys can use it again. Revoke a key first if you do not know it."],
            async session =>
            {
                await keys.ResumeAllAsync(session.Subject, ApiKeySuspensions.PasswordReset, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.ApiKeys, ConsoleNotices.KeysResumed);
            });
    }

    private static async ValueTask<ConsoleAction?> RevokeAsync(ConsoleRequest request)
    {
        var keys = request.Service<ApiKeyManager>();
        var all = await keys.ListAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        return all.FirstOrDefault(one => one.Id == request.RouteId && IsLive(request, one)) is not { } key ? null : new ConsoleAction(
            "Revoke an API key", "Revoke this key", ConsolePaths.ApiKeys,
            [$"{key.Name} ({key.Id}), made {Moments.Text(key.CreatedAt)}, scopes: {string.Join(", ", key.Scopes)}"],
            ["Every program that uses it is refused from then on.", key.LastUsedAt is null ? "It was never used." : $"It was last used {Moments.Text(key.LastUsedAt.Value)}."],
            async session =>
            {
                await keys.RevokeAsync(session.Subject, key.Id, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.ApiKeys, ConsoleNotices.KeyRevoked);
            });
    }
}
