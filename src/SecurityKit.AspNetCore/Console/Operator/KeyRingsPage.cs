using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>The state of every key ring, and rotation. No key is shown: the console has none.</summary>
internal static class KeyRingsPage
{
    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        routes.Page(site, ConsolePaths.Keys, ShowAsync).RequirePermission(ConsolePermissions.KeysRead);
        routes.Action(site, ConsolePaths.Keys + "/{id}/rotate", ConsolePaths.Keys, RotateAsync).RequirePermission(ConsolePermissions.KeysManage);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var manager = request.Service<IKeyRingManager>();
        var mayRotate = await request.MayAsync(ConsolePermissions.KeysManage).ConfigureAwait(false);
        var rings = new List<Markup>();
        foreach (var ring in manager.Rings.Order(StringComparer.Ordinal))
        {
            var status = await manager.GetStatusAsync(ring, request.Aborted).ConfigureAwait(false);
            rings.Add(Ring(request, status, mayRotate));
        }

        return await ConsoleLayout.PageAsync(request, "Key rings", Markup.Of($"{rings}"), ConsolePaths.Keys, ConsoleNotices.Of(request)).ConfigureAwait(false);
    }

    private static Markup Ring(ConsoleRequest request, KeyRingStatus status, bool mayRotate)
    {
        var id = "ring-" + status.Ring;
        var due = status.UntilRotation switch
        {
            null => Markup.Of($"never rotates"),
            { } left when left <= TimeSpan.Zero => Markup.Of($"<span class=\"tag bad\">rotation overdue by {Moments.Span(left)}</span>"),
            { } left => Markup.Of($"rotates in {Moments.Span(left)}"),
        };
        var rotate = Markup.When(mayRotate && status.UntilRotation is not null, () => Markup.Of($"""
            <p class="buttons"><a class="button second" href="{request.Link($"{ConsolePaths.Keys}/{Uri.EscapeDataString(status.Ring)}/rotate")}">Rotate the ring {status.Ring}…</a></p>
            """));
        return Markup.Of($"""
            <section class="card" aria-labelledby="{id}"><h2 id="{id}">{status.Ring} <span class="quiet">{status.Kind.ToString().ToLowerInvariant()} keys</span></h2>
            <p>Version <b>{status.CurrentVersion}</b>, in use for {Moments.Span(status.Age)}, {due}. {Moments.Count(status.UsableVersions.Count, "version")} usable.</p>
            {Progress(status)}
            <details><summary>{Moments.Count(status.Keys.Count, "key")}</summary><div class="scroll"><table>
            <thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">Algorithm</th><th scope="col">Active from</th><th scope="col">Why</th><th scope="col">Id</th></tr></thead>
            <tbody>{status.Keys.Select(Key)}</tbody></table></div></details>
            {rotate}</section>
            """);
    }

    private static Markup Key(KeyInfo key) => Markup.Of($"""
        <tr><th scope="row">{key.Version}</th><td><span class="tag {StyleOf(key.State)}">{key.State.ToString().ToLowerInvariant()}</span></td><td>{key.Algorithm}</td><td>{Moments.Of(key.ActivatesAt)}</td><td>{key.Reason.Replace('_', ' ')}</td><td><code>{key.Id}</code></td></tr>
        """);

    private static string StyleOf(KeyState state) => state switch
    {
        KeyState.Active => string.Empty,
        KeyState.Revoked or KeyState.Destroyed => "bad",
        _ => "off",
    };

    /// <summary>How much of the time between rotations is over.</summary>
    private static Markup Progress(KeyRingStatus status)
    {
        if (status.UntilRotation is not { } left || status.Age + left <= TimeSpan.Zero)
        {
            return default;
        }

        var share = Math.Clamp(status.Age / (status.Age + left), 0, 1) * 100;
        return Markup.Of($"""
            <svg class="progress" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="2"/><rect class="{(left <= TimeSpan.Zero ? "bad" : "good")}" width="{share.ToString("0.#", CultureInfo.InvariantCulture)}" height="2"/></svg>
            """);
    }

    private static async ValueTask<ConsoleAction?> RotateAsync(ConsoleRequest request)
    {
        var manager = request.Service<IKeyRingManager>();
        if (!manager.Rings.Contains(request.RouteId, StringComparer.Ordinal))
        {
            return null;
        }

        var status = await manager.GetStatusAsync(request.RouteId, request.Aborted).ConfigureAwait(false);
        return status.UntilRotation is null ? null : new ConsoleAction(
            "Rotate a key ring", "Rotate now", ConsolePaths.Keys,
            [$"The ring {status.Ring}: version {status.CurrentVersion}, in use since {Moments.Text(request.Now - status.Age)}"],
            ["The next key takes over as soon as every node can know it.", "What the present key encrypted or signed stays readable and valid for its grace."],
            async _ =>
            {
                await manager.RotateAsync(status.Ring, "requested_in_console", request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Keys, ConsoleNotices.RotationBegun);
            })
        {
            TakesSecondFactor = true,
        };
    }
}
