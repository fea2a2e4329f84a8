using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Signing in and out, the step-up that a suspicious sign-in owes, and the page for those who may not see another.</summary>
internal static class SignInPages
{
    private const string ReturnField = "returnUrl";
    private const int MaxUrlLength = 2_048;

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        var throttle = new NetworkThrottleAttribute(ThrottleKind.SignIn);
        routes.Page(site, ConsolePaths.SignIn, request => ShowAsync(request, default, StatusCodes.Status200OK));
        routes.Form(site, ConsolePaths.SignIn, SignInAsync).WithMetadata(throttle);
        routes.Page(site, ConsolePaths.Code, request => ShowCodeAsync(request, default, StatusCodes.Status200OK));
        routes.Form(site, ConsolePaths.Code, VerifyAsync).WithMetadata(throttle);
        routes.Page(site, ConsolePaths.StepUp, request => ShowStepUpAsync(request, default, StatusCodes.Status200OK))
            .RequireSession().WithMetadata(new AllowPendingStepUpAttribute());
        routes.Form(site, ConsolePaths.StepUp, StepUpAsync).RequireSession().WithMetadata(new AllowPendingStepUpAttribute());
        routes.Form(site, ConsolePaths.SignOut, SignOutAsync).RequireSession()
            .WithMetadata(new AllowPendingStepUpAttribute(), new AllowPendingEnrollmentAttribute());
        routes.Page(site, ConsolePaths.Denied, ShowDeniedAsync);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, Markup notice, int status) => await ConsoleLayout.PageAsync(
        request, "Sign in",
        await FormAsync(request, ConsolePaths.SignIn, "Sign in", Markup.Of($"""
            <div class="field"><label for="userName">User name or e-mail</label>
            <input id="userName" name="userName" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></div>
            <div class="field"><label for="password">Password</label>
            <input id="password" type="password" name="password" autocomplete="current-password" required></div>
            """)).ConfigureAwait(false),
        notice: notice, status: status).ConfigureAwait(false);

    private static async ValueTask<IResult> SignInAsync(ConsoleRequest request)
    {
        if (!await request.Service<IAntiforgery>().IsRequestValidAsync(request.Context).ConfigureAwait(false))
        {
            return await ShowAsync(request, ConsoleLayout.Bad("The form was too old. Try again."), StatusCodes.Status403Forbidden).ConfigureAwait(false);
        }

        var login = await request.FieldAsync("userName", InputLimits.Name).ConfigureAwait(false);
        var password = await request.FieldAsync("password", InputLimits.Password).ConfigureAwait(false);
        var step = await request.Service<SignInFlow>()
            .SignInAsync(request.Context, login, password, SignInMode.Cookie, request.Aborted).ConfigureAwait(false);
        switch (step)
        {
            case SignInStep.SignedIn:
                return TypedResults.LocalRedirect(await TargetAsync(request).ConfigureAwait(false));
            case SignInStep.EnrollmentRequired:
                return TypedResults.LocalRedirect(request.Link(ConsolePaths.Authenticators));
            case SignInStep.MfaRequired:
                var target = await TargetAsync(request).ConfigureAwait(false);
                return TypedResults.LocalRedirect(request.Link(ConsolePaths.Code) + QueryString.Create(ReturnField, target));
            default:
                return await ShowAsync(request, ConsoleLayout.Bad(SignInWords.Of(step)), StatusCodes.Status403Forbidden).ConfigureAwait(false);
        }
    }

    private static async ValueTask<IResult> ShowCodeAsync(ConsoleRequest request, Markup notice, int status)
    {
        var methods = await request.Service<SignInFlow>().GetMethodsAsync(request.Context, null, request.Aborted).ConfigureAwait(false);
        if (methods is null)
        {
            return TypedResults.LocalRedirect(request.Link(ConsolePaths.SignIn));
        }

        MfaMethod[] typed = [.. methods.Where(ConsoleProof.IsTyped)];
        var elsewhere = methods.Contains(MfaMethod.Passkey)
            ? await PasskeyWayAsync(request, isOnlyWay: typed.Length == 0).ConfigureAwait(false)
            : default;
        var fields = Markup.Of($"{elsewhere}{Markup.When(typed.Length > 0, () => ConsoleProof.CodeFields(typed))}");
        return await ConsoleLayout.PageAsync(
            request, "One more step", await FormAsync(request, ConsolePaths.Code, typed.Length > 0 ? "Continue" : null, fields).ConfigureAwait(false),
            notice: notice, status: status).ConfigureAwait(false);
    }

    /// <summary>A passkey takes a script, which the console does not have: it is given where the host itself signs people in.</summary>
    private static async ValueTask<Markup> PasskeyWayAsync(ConsoleRequest request, bool isOnlyWay)
    {
        if (request.Service<IOptionsMonitor<BrowserOptions>>().CurrentValue.SignInPath is not { } page)
        {
            return Markup.When(isOnlyWay, () => Markup.Of($"<p>Your second factor is a passkey, which cannot be asked for here.</p>"));
        }

        var url = Redirects.UrlOf(request.Context, page, await ReturnUrlAsync(request).ConfigureAwait(false));
        return Markup.Of($"<p><a class=\"button second\" href=\"{url}\">Sign in with your passkey</a></p>");
    }

    private static async ValueTask<IResult> VerifyAsync(ConsoleRequest request)
    {
        if (!await request.Service<IAntiforgery>().IsRequestValidAsync(request.Context).ConfigureAwait(false))
        {
            return await ShowCodeAsync(request, ConsoleLayout.Bad("The form was too old. Try again."), StatusCodes.Status403Forbidden).ConfigureAwait(false);
        }

        var flow = request.Service<SignInFlow>();
        var named = await request.FieldAsync("method", InputLimits.Code).ConfigureAwait(false);
        var code = await request.FieldAsync("code", InputLimits.Code).ConfigureAwait(false);
        if (await request.FieldAsync("send", InputLimits.Code).ConfigureAwait(false) is { Length: > 0 } wanted && MfaMethods.TryParse(wanted, out var sent))
        {
            var delivery = await request.Service<MfaManager>()
                .SendCodeAsync(request.Service<KitCookies>().ReadChallenge(request.Context), sent, cancellationToken: request.Aborted).ConfigureAwait(false);
            var notice = delivery is MfaDelivery.Sent done
                ? ConsoleLayout.Good($"A code is on its way to {done.MaskedDestination}.")
                : ConsoleLayout.Bad("The code could not be sent.");
            return await ShowCodeAsync(request, notice, StatusCodes.Status200OK).ConfigureAwait(false);
        }

        if (!MfaMethods.TryParse(named, out var method))
        {
            return await ShowCodeAsync(request, ConsoleLayout.Bad("Choose a method."), StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }

        var step = await flow.VerifyAsync(request.Context, null, method, code, SignInMode.Cookie, cancellationToken: request.Aborted).ConfigureAwait(false);
        return step switch
        {
            SignInStep.SignedIn => TypedResults.LocalRedirect(await TargetAsync(request).ConfigureAwait(false)),
            SignInStep.EnrollmentRequired => TypedResults.LocalRedirect(request.Link(ConsolePaths.Authenticators)),
            SignInStep.InvalidChallenge => TypedResults.LocalRedirect(request.Link(ConsolePaths.SignIn)),
            _ => await ShowCodeAsync(request, ConsoleLayout.Bad(SignInWords.Of(step)), StatusCodes.Status403Forbidden).ConfigureAwait(false),
        };
    }

    private static async ValueTask<IResult> ShowStepUpAsync(ConsoleRequest request, Markup notice, int status)
    {
        var need = await ConsoleProof.NeedAsync(request, takesSecondFactor: true).ConfigureAwait(false);
        var wanted = await ReturnUrlAsync(request).ConfigureAwait(false);
        var fields = ConsoleProof.Fields(request, need, LocalUrl.IsLocal(wanted) ? wanted : request.Link(ConsolePaths.Overview));
        return await ConsoleLayout.PageAsync(
            request, "Confirm it is you", await FormAsync(request, ConsolePaths.StepUp, need.CanBeTyped ? "Continue" : null, fields).ConfigureAwait(false),
            notice: notice, status: status).ConfigureAwait(false);
    }

    private static async ValueTask<IResult> StepUpAsync(ConsoleRequest request)
    {
        var need = await ConsoleProof.NeedAsync(request, takesSecondFactor: true).ConfigureAwait(false);
        if (await ConsoleProof.SendAsync(request, need).ConfigureAwait(false) is { } sent)
        {
            return await ShowStepUpAsync(request, sent, StatusCodes.Status200OK).ConfigureAwait(false);
        }

        var proof = await ConsoleProof.CheckAsync(request, need).ConfigureAwait(false);
        return proof.Session is not null
            ? TypedResults.LocalRedirect(await TargetAsync(request).ConfigureAwait(false))
            : await ShowStepUpAsync(request, ConsoleLayout.Bad(proof.Problem!), StatusCodes.Status403Forbidden).ConfigureAwait(false);
    }

    private static async ValueTask<IResult> SignOutAsync(ConsoleRequest request)
    {
        await request.Service<SignInFlow>().SignOutAsync(request.Context, request.Aborted).ConfigureAwait(false);
        return TypedResults.LocalRedirect(request.Link(ConsolePaths.SignIn));
    }

    private static ValueTask<IResult> ShowDeniedAsync(ConsoleRequest request) => ConsoleLayout.PageAsync(
        request, "Not allowed",
        Markup.Of($"<p>You do not have the permission for that page. <a href=\"{request.Link(ConsolePaths.Overview)}\">Back to the overview</a></p>"),
        status: StatusCodes.Status403Forbidden);

    private static async ValueTask<Markup> FormAsync(ConsoleRequest request, string path, string? button, Markup fields)
    {
        var returnUrl = await ReturnUrlAsync(request).ConfigureAwait(false);
        return Markup.Of($"""
        <form class="card narrow" method="post" action="{request.Link(path)}">
        {request.FormToken()}<input type="hidden" name="{ReturnField}" value="{returnUrl}">
        {fields}
        {Markup.When(button is not null, () => Markup.Of($"<p class=\"buttons\"><button>{button}</button></p>"))}
        </form>
        """);
    }

    /// <summary>Of the query at first, of the form when it is shown again.</summary>
    private static async ValueTask<string> ReturnUrlAsync(ConsoleRequest request) => HttpMethods.IsPost(request.Context.Request.Method)
        ? await request.FieldAsync(ReturnField, MaxUrlLength).ConfigureAwait(false)
        : request.Query(ReturnField, MaxUrlLength);

    /// <summary>Where to go afterwards: what the form carries, as far as it leads to this host.</summary>
    private static async ValueTask<string> TargetAsync(ConsoleRequest request)
    {
        var wanted = await request.FieldAsync(ReturnField, MaxUrlLength).ConfigureAwait(false);
        return LocalUrl.IsLocal(wanted) ? wanted : request.Link(ConsolePaths.Overview);
    }
}
