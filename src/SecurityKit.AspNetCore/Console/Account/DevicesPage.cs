using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>The reader's sessions and the devices that skip the second factor, with revocation of each and of all others.</summary>
internal static class DevicesPage
{
    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        routes.Page(site, ConsolePaths.Devices, ShowAsync);
        routes.Action(site, ConsolePaths.Devices + "/{id}/end", ConsolePaths.Devices, EndOneAsync);
        routes.Action(site, ConsolePaths.Devices + "/end-others", ConsolePaths.Devices, EndOthersAsync);
        routes.Action(site, ConsolePaths.Devices + "/remembered/{id}/forget", ConsolePaths.Devices, ForgetAsync);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var sessions = await ListAsync(request).ConfigureAwait(false);
        var others = Markup.When(sessions.Count > 1, () => Markup.Of($"""
            <p class="buttons"><a class="button danger" href="{request.Link(ConsolePaths.Devices)}/end-others">End all other sessions…</a></p>
            """));
        var remembered = await RememberedAsync(request).ConfigureAwait(false);
        var body = Markup.Of($"""
            <section class="card" aria-labelledby="sessions">
            <h2 id="sessions">Where you are signed in</h2>
            <ul class="rows">{sessions.Select(session => Row(request, session))}</ul>
            {others}
            </section>
            {remembered}
            """);
        return await ConsoleLayout.PageAsync(request, "Devices", body, ConsolePaths.Devices, ConsoleNotices.Of(request)).ConfigureAwait(false);
    }

    private static Markup Row(ConsoleRequest request, Session session)
    {
        var isCurrent = session.Id == request.Session!.Id;
        return Markup.Of($"""
            <li><div class="what"><b>{session.Device.Name}</b>{Markup.When(isCurrent, () => Markup.Of($" <span class=\"tag\">this session</span>"))}<br>
            <span class="quiet">{session.Network ?? "Unknown network"} · since {Moments.Of(session.CreatedAt)} · last used {Moments.Of(session.LastSeenAt)}</span></div>
            <a class="button second small" href="{request.Link($"{ConsolePaths.Devices}/{session.Id}/end")}" aria-label="End the session on {session.Device.Name}, started {Moments.Text(session.CreatedAt)}">End…</a></li>
            """);
    }

    private static async ValueTask<Markup> RememberedAsync(ConsoleRequest request)
    {
        if (request.FindService<MfaManager>() is not { } mfa)
        {
            return default;
        }

        var devices = await mfa.GetTrustedDevicesAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        return Markup.When(devices.Count > 0, () => Markup.Of($"""
            <section class="card" aria-labelledby="remembered">
            <h2 id="remembered">Devices that skip the second factor</h2>
            <ul class="rows">{devices.Select(device => Markup.Of($"""
                <li><div class="what"><b>{device.Name}</b><br><span class="quiet">since {Moments.Of(device.CreatedAt)} · last used {Moments.OrNever(device.LastUsedAt)} · until {Moments.Of(device.ExpiresAt)}</span></div>
                <a class="button second small" href="{request.Link($"{ConsolePaths.Devices}/remembered/{Uri.EscapeDataString(device.Id)}/forget")}" aria-label="Forget {device.Name}">Forget…</a></li>
                """))}</ul>
            </section>
            """));
    }

    private static ValueTask<IReadOnlyList<Session>> ListAsync(ConsoleRequest request) =>
        request.Service<SessionManager>().ListAsync(request.Subject, request.Aborted);

    private static async ValueTask<ConsoleAction?> EndOneAsync(ConsoleRequest request)
    {
        var sessions = await ListAsync(request).ConfigureAwait(false);
        if (sessions.FirstOrDefault(session => session.Id.ToString() == request.RouteId) is not { } target)
        {
            return null;
        }

        var isCurrent = target.Id == request.Session!.Id;
        return new ConsoleAction(
            "End a session", "End this session", ConsolePaths.Devices, [SessionWords.Of(target)],
            [isCurrent ? "This is the session you are using: you will be signed out." : "That device has to sign in again.", SessionWords.Consequence],
            async session =>
            {
                if (isCurrent)
                {
                    await request.Service<SignInFlow>().SignOutAsync(request.Context, request.Aborted).ConfigureAwait(false);
                    return TypedResults.LocalRedirect(request.Link(ConsolePaths.SignIn));
                }

                await request.Service<SessionManager>()
                    .RevokeAsync(target.Id, session.Subject, SessionEndReasons.RevokedBySubject, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Devices, ConsoleNotices.SessionEnded);
            });
    }

    private static async ValueTask<ConsoleAction?> EndOthersAsync(ConsoleRequest request)
    {
        Session[] others = [.. (await ListAsync(request).ConfigureAwait(false)).Where(session => session.Id != request.Session!.Id)];
        return others.Length == 0 ? null : new ConsoleAction(
            "End all other sessions", $"End {Moments.Count(others.Length, "session")}", ConsolePaths.Devices, [.. others.Select(SessionWords.Of)],
            ["Those devices have to sign in again. This session goes on.", SessionWords.Consequence],
            async session =>
            {
                await request.Service<SessionManager>()
                    .RevokeAllAsync(session.Subject, session.Id, SessionEndReasons.RevokedBySubject, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Devices, ConsoleNotices.SessionsEnded);
            });
    }

    private static async ValueTask<ConsoleAction?> ForgetAsync(ConsoleRequest request)
    {
        if (request.FindService<MfaManager>() is not { } mfa)
        {
            return null;
        }

        var devices = await mfa.GetTrustedDevicesAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        return devices.FirstOrDefault(one => one.Id == request.RouteId) is not { } device ? null : new ConsoleAction(
            "Forget a device", "Forget this device", ConsolePaths.Devices, [$"{device.Name}, remembered since {Moments.Text(device.CreatedAt)}"],
            ["It asks for a second factor again at its next sign-in. Its sessions go on."],
            async session =>
            {
                await mfa.RevokeTrustedDeviceAsync(session.Subject, device.Id, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Devices, ConsoleNotices.DeviceForgotten);
            });
    }
}
