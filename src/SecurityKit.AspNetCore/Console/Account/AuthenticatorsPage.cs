using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>The reader's further factors: list, set up an authenticator app, remove.</summary>
internal static class AuthenticatorsPage
{
    private const int MaxIdLength = 128;

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        var enrolling = new AllowPendingEnrollmentAttribute();
        routes.Page(site, ConsolePaths.Authenticators, request => ShowAsync(request, ConsoleNotices.Of(request), StatusCodes.Status200OK)).WithMetadata(enrolling);
        routes.Form(site, ConsolePaths.Authenticators, BeginAsync).WithMetadata(enrolling);
        routes.Form(site, ConsolePaths.Authenticators + "/confirm", ConfirmAsync).WithMetadata(enrolling);
        routes.Action(site, ConsolePaths.Authenticators + "/{id}/remove", ConsolePaths.Authenticators, RemoveAsync);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, Markup notice, int status)
    {
        var mfa = await request.Service<MfaManager>().GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var list = mfa.Authenticators.Count == 0
            ? Markup.Of($"<p class=\"quiet\">None yet: a password alone protects this account.</p>")
            : Markup.Of($"<ul class=\"rows\">{mfa.Authenticators.Select(one => Row(request, one))}</ul>");
        var need = await ConsoleProof.NeedAsync(request, takesSecondFactor: false).ConfigureAwait(false);
        var body = Markup.Of($"""
            <section class="card" aria-labelledby="list"><h2 id="list">What proves it is you</h2>{list}</section>
            <section class="card" aria-labelledby="add"><h2 id="add">Add an authenticator app</h2>
            <form method="post" action="{request.Link(ConsolePaths.Authenticators)}">{request.FormToken()}
            <div class="field"><label for="name">Name</label><input id="name" name="name" maxlength="64" autocomplete="off" placeholder="My phone" required></div>
            {ConsoleProof.Fields(request, need, request.Link(ConsolePaths.Authenticators))}
            {Markup.When(need.CanBeTyped, () => Markup.Of($"<p class=\"buttons\"><button>Continue</button></p>"))}</form></section>
            """);
        return await ConsoleLayout.PageAsync(request, "Authenticators", body, ConsolePaths.Authenticators, notice, status).ConfigureAwait(false);
    }

    private static Markup Row(ConsoleRequest request, AuthenticatorInfo authenticator) => Markup.Of($"""
        <li><div class="what"><b>{authenticator.Name}</b> <span class="tag">{ConsoleProof.NameOf(authenticator.Method)}</span><br>
        <span class="quiet">since {Moments.Of(authenticator.CreatedAt)} · last used {Moments.OrNever(authenticator.LastUsedAt)}</span></div>
        <a class="button second small" href="{request.Link($"{ConsolePaths.Authenticators}/{Uri.EscapeDataString(authenticator.Id)}/remove")}" aria-label="Remove {authenticator.Name}">Remove…</a></li>
        """);

    /// <summary>What lasts longer than a session takes a step-up, so that a session that was taken over cannot be made to last.</summary>
    private static async ValueTask<IResult> BeginAsync(ConsoleRequest request)
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

        if (request.Session is { IsForEnrollment: true } && await IsTooLateAsync(request).ConfigureAwait(false) is { } tooLate)
        {
            return tooLate;
        }

        var account = await request.Service<AccountManager>().FindAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        var name = await request.FieldAsync("name", InputLimits.Label).ConfigureAwait(false);
        var start = await request.Service<MfaManager>()
            .BeginTotpEnrollmentAsync(request.Subject, account?.UserName ?? request.Subject, name, request.Aborted).ConfigureAwait(false);
        return start switch
        {
            TotpEnrollmentStart.Started { Enrollment: { } enrollment } => await ShowCodeAsync(request, enrollment).ConfigureAwait(false),
            TotpEnrollmentStart.Refused refused => await ShowAsync(
                request, ConsoleLayout.Bad(string.Join(' ', refused.Problems.Select(p => p.Message))), StatusCodes.Status400BadRequest).ConfigureAwait(false),
            _ => await ShowAsync(request, ConsoleLayout.Bad("There are as many authenticators as there may be. Remove one first."), StatusCodes.Status409Conflict)
                .ConfigureAwait(false),
        };
    }

    private static ValueTask<IResult> ShowCodeAsync(ConsoleRequest request, TotpEnrollment enrollment)
    {
        var body = Markup.Of($"""
            <div class="card"><ol class="steps">
            <li><p>Scan this with your authenticator app.</p><div class="qr" role="img" aria-label="QR code with the secret that is written below">{Markup.Of(enrollment.Qr)}</div></li>
            <li><p>Or type the secret: <code class="copy">{enrollment.Secret}</code></p></li>
            <li>{CodeForm(request, enrollment.AuthenticatorId)}</li>
            </ol></div>
            """);
        return ConsoleLayout.PageAsync(request, "Set up the app", body, ConsolePaths.Authenticators);
    }

    private static Markup CodeForm(ConsoleRequest request, string id) => Markup.Of($"""
        <form method="post" action="{request.Link(ConsolePaths.Authenticators)}/confirm">{request.FormToken()}<input type="hidden" name="id" value="{id}">
        <div class="field"><label for="code">The code it shows now</label><input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="16" required></div>
        <p class="buttons"><button>Confirm</button></p></form>
        """);

    private static async ValueTask<IResult> ConfirmAsync(ConsoleRequest request)
    {
        if (await IsTooLateAsync(request).ConfigureAwait(false) is { } tooLate)
        {
            return tooLate;
        }

        var id = await request.FieldAsync("id", MaxIdLength).ConfigureAwait(false);
        var code = await request.FieldAsync("code", InputLimits.Code).ConfigureAwait(false);
        var outcome = await request.Service<MfaManager>().ConfirmAsync(request.Subject, id, code, request.Aborted).ConfigureAwait(false);
        if (outcome is MfaConfirmation.Confirmed { Factor: { } factor })
        {
            await request.Service<SignInFlow>().CompleteEnrollmentAsync(request.Context, factor, request.Aborted).ConfigureAwait(false);
        }

        switch (outcome)
        {
            case MfaConfirmation.Confirmed { RecoveryCodes.Count: > 0 } first:
                return await RecoveryCodesPage.ShowNewAsync(request, first.RecoveryCodes, "The authenticator is active. These are your recovery codes.").ConfigureAwait(false);
            case MfaConfirmation.Confirmed:
                return await ShowAsync(request, ConsoleLayout.Good("The authenticator is active."), StatusCodes.Status200OK).ConfigureAwait(false);
            case MfaConfirmation.NotFound:
                return await MissingPage.ShowAsync(request).ConfigureAwait(false);
            case MfaConfirmation.Throttled throttled:
                return await ShowAsync(
                    request, ConsoleLayout.Bad($"Too many codes were tried. Try again in {Moments.Span(throttled.RetryAfter)}."), StatusCodes.Status403Forbidden).ConfigureAwait(false);
            default:
                return await ConsoleLayout.PageAsync(
                    request, "Set up the app", Markup.Of($"<div class=\"card\">{CodeForm(request, id)}</div>"), ConsolePaths.Authenticators,
                    ConsoleLayout.Bad("The code is wrong. Enter the one the app shows now."), StatusCodes.Status403Forbidden).ConfigureAwait(false);
        }
    }

    /// <summary>The proof that was asked for may have grown old, or another factor may have been set up since.</summary>
    private static async ValueTask<IResult?> IsTooLateAsync(ConsoleRequest request) =>
        await EnrollmentRule.NeedsStepUpAsync(request.Context).ConfigureAwait(false)
            ? await ShowAsync(request, ConsoleLayout.Bad("That took too long. Confirm it is you again, or sign in anew."), StatusCodes.Status403Forbidden).ConfigureAwait(false)
            : null;

    private static async ValueTask<ConsoleAction?> RemoveAsync(ConsoleRequest request)
    {
        var mfa = request.Service<MfaManager>();
        var status = await mfa.GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        if (status.Authenticators.FirstOrDefault(one => one.Id == request.RouteId) is not { } target)
        {
            return null;
        }

        var isLast = status.Authenticators.Count == 1;
        var leastAlone = request.Service<PasswordPolicy>().GetMinLength(hasSecondFactor: false);
        string[] affects = isLast && status.RecoveryCodesLeft > 0
            ? [NameOf(target), $"{Moments.Count(status.RecoveryCodesLeft, "recovery code")}"]
            : [NameOf(target)];
        return new ConsoleAction(
            "Remove an authenticator", "Remove it", ConsolePaths.Authenticators, affects,
            [isLast ? $"It is your last one: a password alone protects this account afterwards, and the next one you choose has at least {leastAlone} characters." : "Its codes are refused from then on. Your others stay."],
            async session => await mfa.RemoveAsync(session.Subject, target.Id, session.Factors, request.Aborted).ConfigureAwait(false) switch
            {
                MfaChange.Done => request.Done(ConsolePaths.Authenticators, ConsoleNotices.AuthenticatorRemoved),
                MfaChange.RequiredByPolicy => await ShowAsync(
                    request, ConsoleLayout.Bad("Your roles take a second factor. Add another authenticator before you remove this one."), StatusCodes.Status409Conflict).ConfigureAwait(false),
                MfaChange.StepUpRequired => await ShowAsync(
                    request, ConsoleLayout.Bad("That took too long. Confirm it is you again."), StatusCodes.Status403Forbidden).ConfigureAwait(false),
                _ => await MissingPage.ShowAsync(request).ConfigureAwait(false),
            });
    }

    private static string NameOf(AuthenticatorInfo one) => $"{one.Name} ({ConsoleProof.NameOf(one.Method)}), set up {Moments.Text(one.CreatedAt)}";
}
