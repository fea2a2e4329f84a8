using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal static class MfaEndpoints
{
    private const string DefaultName = "Authenticator app";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var enrolling = new AllowPendingEnrollmentAttribute();
        routes.Get("/mfa", ListAsync).RequireSession().WithMetadata(enrolling)
            .Answers<MfaAnswer>("The subject's authenticators.", StatusCodes.Status200OK);
        routes.Post<TotpBody>("/mfa/totp", BeginTotpAsync).RequireSession().WithMetadata(enrolling)
            .Answers<TotpAnswer>("Begins to set up an authenticator app; nothing is active yet.", StatusCodes.Status201Created)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.Conflict);
        routes.Post<ConfirmBody>("/mfa/totp/{id}/confirm", ConfirmAsync).RequireSession().WithMetadata(enrolling)
            .Answers<RecoveryCodesAnswer>("Makes an authenticator active with its first code.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCode, ProblemCodes.NotFound, ProblemCodes.Throttled, ProblemCodes.StepUpRequired);
        SentCodeEndpoints.Map(routes, ConfirmAsync);
        PasskeyEndpoints.Map(routes);
        TrustedDeviceEndpoints.Map(routes);
        routes.Post("/mfa/recovery-codes", RegenerateAsync).RequireSession()
            .Answers<RecoveryCodesAnswer>("Replaces all recovery codes.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.MfaRequired);
        routes.Put<AuthenticatorNameBody>("/mfa/{id}/name", RenameAsync).RequireSession()
            .Answers("Gives an authenticator another name.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Delete("/mfa/{id}", RemoveAsync).RequireSession()
            .Answers("Removes an authenticator.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.NotFound, ProblemCodes.Conflict);
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var status = await context.Service<MfaManager>().GetStatusAsync(Subject(context), context.RequestAborted).ConfigureAwait(false);
        AuthenticatorAnswer[] authenticators =
        [
            .. status.Authenticators.Select(a => new AuthenticatorAnswer(
                a.Id, MfaMethods.NameOf(a.Method), a.Name, a.CreatedAt.UtcDateTime, a.LastUsedAt?.UtcDateTime)),
        ];
        var requirement = await context.Service<MfaManager>().GetRequirementAsync(Subject(context), context.RequestAborted).ConfigureAwait(false);
        return Answer.Ok(
            new MfaAnswer(authenticators, status.RecoveryCodesLeft, requirement.IsRequired, requirement.EnrollBy?.UtcDateTime), AnswerJson.Default.MfaAnswer);
    }

    private static async Task<IResult> BeginTotpAsync(TotpBody body, HttpContext context)
    {
        if (await EnrollmentRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var subject = Subject(context);
        var account = await context.Service<AccountManager>().FindAsync(subject, context.RequestAborted).ConfigureAwait(false);
        var start = await context.Service<MfaManager>()
            .BeginTotpEnrollmentAsync(subject, account?.UserName ?? subject, body.Name ?? DefaultName, context.RequestAborted).ConfigureAwait(false);
        return start switch
        {
            TotpEnrollmentStart.Started { Enrollment: { } e } => Answer.Created(
                new TotpAnswer(e.AuthenticatorId, e.Secret, e.Uri, e.Qr.ToSvg(), Convert.ToBase64String(e.Qr.ToPng())), AnswerJson.Default.TotpAnswer),
            TotpEnrollmentStart.Refused refused => SecurityProblem.InvalidRequest(refused.Problems),
            TotpEnrollmentStart.LimitReached limit => EnrollmentAnswers.LimitReached(limit.Limit),
            _ => throw new InvalidOperationException("Unknown outcome of an enrolment."),
        };
    }

    /// <summary>The rule holds at the end as at the beginning: a factor set up in between must not be joined by that of an older session.</summary>
    private static async Task<IResult> ConfirmAsync(ConfirmBody body, HttpContext context) =>
        await EnrollmentRule.CheckAsync(context).ConfigureAwait(false) is { } problem
            ? problem
            : await EnrollmentAnswers.OfAsync(context, await context.Service<MfaManager>()
                .ConfirmAsync(Subject(context), context.RouteId(), body.Code, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);

    private static async Task<IResult> RegenerateAsync(HttpContext context)
    {
        var session = context.User.FindSession()!;
        var outcome = await context.Service<MfaManager>()
            .RegenerateRecoveryCodesAsync(session.Subject, session.Factors, context.RequestAborted).ConfigureAwait(false);
        return outcome switch
        {
            RecoveryCodeRegeneration.Regenerated done => Answer.Ok(new RecoveryCodesAnswer(done.RecoveryCodes), AnswerJson.Default.RecoveryCodesAnswer),
            RecoveryCodeRegeneration.StepUpRequired => StepUp.Required(context, MaxAge(context)),
            _ => StepUp.EnrollmentRequired(),
        };
    }

    private static async Task<IResult> RenameAsync(AuthenticatorNameBody body, HttpContext context) =>
        await context.Service<MfaManager>().RenameAsync(Subject(context), context.RouteId(), body.Name, context.RequestAborted).ConfigureAwait(false) switch
        {
            AuthenticatorRenaming.Renamed => Answer.NoContent(),
            AuthenticatorRenaming.Refused refused => SecurityProblem.InvalidRequest(refused.Problems),
            _ => SecurityProblem.NotFound(),
        };

    private static async Task<IResult> RemoveAsync(HttpContext context)
    {
        var session = context.User.FindSession()!;
        var change = await context.Service<MfaManager>()
            .RemoveAsync(session.Subject, context.RouteId(), session.Factors, context.RequestAborted).ConfigureAwait(false);
        return change switch
        {
            MfaChange.Done => Answer.NoContent(),
            MfaChange.StepUpRequired => StepUp.Required(context, MaxAge(context)),
            MfaChange.RequiredByPolicy => new SecurityProblem(
                StatusCodes.Status409Conflict, ProblemCodes.Conflict, "A role of yours demands a further factor, and this is the last one. Set up another first."),
            _ => SecurityProblem.NotFound(),
        };
    }

    private static string Subject(HttpContext context) => context.User.FindSession()!.Subject;

    private static TimeSpan MaxAge(HttpContext context) => context.Service<IOptionsMonitor<MfaOptions>>().CurrentValue.StepUpMaxAge;
}
