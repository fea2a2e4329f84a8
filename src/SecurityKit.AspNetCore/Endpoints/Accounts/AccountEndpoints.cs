using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>Accounts for administrators, and the subject's deletion of its own. Changes need a session with a second factor: no API key reaches them.</summary>
internal static class AccountEndpoints
{
    internal const string Read = "security.accounts:read";
    internal const string Manage = "security.accounts:manage";

    private const string LoginParameter = "login";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post<AccountDeletionBody>("/me/delete", DeleteOwnAsync).RequireSession()
            .Answers("Deletes the subject's account and all that belongs to it.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.Locked, ProblemCodes.StepUpRequired);
        routes.Get("/accounts", SearchAsync).RequirePermission(Read)
            .Answers<AccountAnswer>("The account with the user name or address in the query parameter 'login'.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.NotFound);
        routes.Get("/accounts/{id}", FindAsync).RequirePermission(Read)
            .Answers<AccountAnswer>("An account.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.NotFound);
        routes.Post<AccountDisablingBody>("/accounts/{id}/disable", DisableAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Disables an account: its sessions end, its API keys are suspended.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Post("/accounts/{id}/enable", EnableAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Enables an account again.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Post("/accounts/{id}/unlock", UnlockAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Ends a lock that wrong passwords caused.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Delete("/accounts/{id}", DeleteAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Deletes an account and all that belongs to it.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
    }

    private static async Task<IResult> DeleteOwnAsync(AccountDeletionBody body, HttpContext context)
    {
        if (await FreshFactorRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var accounts = context.Service<AccountManager>();
        var subject = context.User.FindSession()!.Subject;
        switch (await accounts.CheckPasswordAsync(subject, body.Password, context.RequestAborted).ConfigureAwait(false))
        {
            case PasswordCheckOutcome.Verified:
                await accounts.DeleteAsync(subject, context.RequestAborted).ConfigureAwait(false);
                return Answer.NoContent();
            case PasswordCheckOutcome.Locked locked:
                return InputProblems.Locked(locked.RetryAfter);
            default:
                return InputProblems.InvalidCredentials();
        }
    }

    private static async Task<IResult> SearchAsync(HttpContext context)
    {
        if (context.Request.Query[LoginParameter] is not [{ Length: > 0 and <= InputLimits.Name } login])
        {
            return SecurityProblem.InvalidRequest(
                new InputProblem(LoginParameter, "required", $"'{LoginParameter}' must be given once, with 1 to {InputLimits.Name} characters."));
        }

        return await DescribeAsync(await context.Service<AccountManager>().FindByLoginAsync(login, context.RequestAborted).ConfigureAwait(false), context)
            .ConfigureAwait(false);
    }

    private static async Task<IResult> FindAsync(HttpContext context) => await DescribeAsync(
        await context.Service<AccountManager>().FindAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false), context).ConfigureAwait(false);

    private static async Task<IResult> DisableAsync(AccountDisablingBody body, HttpContext context)
    {
        var accounts = context.Service<AccountManager>();
        if (await accounts.FindAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false) is null)
        {
            return SecurityProblem.NotFound();
        }

        await accounts.DisableAsync(context.RouteId(), body.Reason, context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static async Task<IResult> EnableAsync(HttpContext context)
    {
        var accounts = context.Service<AccountManager>();
        if (await accounts.FindAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false) is null)
        {
            return SecurityProblem.NotFound();
        }

        await accounts.EnableAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static async Task<IResult> UnlockAsync(HttpContext context)
    {
        var accounts = context.Service<AccountManager>();
        if (await accounts.FindAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false) is null)
        {
            return SecurityProblem.NotFound();
        }

        await accounts.UnlockAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static async Task<IResult> DeleteAsync(HttpContext context) =>
        await context.Service<AccountManager>().DeleteAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false)
            ? Answer.NoContent()
            : SecurityProblem.NotFound();

    private static async ValueTask<IResult> DescribeAsync(Account? account, HttpContext context)
    {
        if (account is null)
        {
            return SecurityProblem.NotFound();
        }

        var clearance = await context.Service<PermissionEvaluator>().GetClearanceAsync(account.Subject, context.RequestAborted).ConfigureAwait(false);
        return Answer.Ok(AccountAnswer.Of(account, clearance), AnswerJson.Default.AccountAnswer);
    }
}
