using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Accounts for administrators, and the subject's deletion of its own. Changes need a session with a second factor: no API key reaches them.</summary>
internal static class AccountEndpoints
{
    internal const string Read = "security.accounts:read";
    internal const string Manage = "security.accounts:manage";

    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 200;
    private const string LoginParameter = "login";
    private const string AfterParameter = "after";
    private const string LimitParameter = "limit";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post<AccountDeletionBody>("/me/delete", DeleteOwnAsync).RequireSession()
            .Answers("Deletes the subject's account and all that belongs to it.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.Locked, ProblemCodes.StepUpRequired);
        routes.Get("/accounts", ListAsync).RequirePermission(Read)
            .Answers<AccountPageAnswer>(
                "Accounts in the order of their names, up to 'limit' (1 to 200, 50 unless given) behind 'after'; or the one with the user name or address in 'login'.",
                StatusCodes.Status200OK);
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
                return InputProblems.WrongPassword();
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var problems = new List<InputProblem>();
        var login = Text(context, LoginParameter, problems);
        var after = Text(context, AfterParameter, problems);
        var limit = Text(context, LimitParameter, problems);
        var count = DefaultPageSize;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MaxPageSize))
        {
            problems.Add(new InputProblem(LimitParameter, "out_of_range", $"'{LimitParameter}' must be a whole number from 1 to {MaxPageSize}."));
        }

        if (problems.Count > 0)
        {
            return SecurityProblem.InvalidRequest(problems);
        }

        var accounts = context.Service<AccountManager>();
        if (login is null)
        {
            var page = await accounts.ListAsync(after, count, context.RequestAborted).ConfigureAwait(false);
            return await DescribeAsync(page.Accounts, page.Next, context).ConfigureAwait(false);
        }

        var found = await accounts.FindByLoginAsync(login, context.RequestAborted).ConfigureAwait(false);
        return await DescribeAsync(found is null ? [] : [found], next: null, context).ConfigureAwait(false);
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
        if (context.RequestServices.GetService<MfaManager>() is { } mfa)
        {
            await mfa.UnlockAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false);
        }

        return Answer.NoContent();
    }

    private static async Task<IResult> DeleteAsync(HttpContext context) =>
        await context.Service<AccountManager>().DeleteAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false)
            ? Answer.NoContent()
            : SecurityProblem.NotFound();

    private static string? Text(HttpContext context, string name, List<InputProblem> problems)
    {
        var values = context.Request.Query[name];
        if (values.Count == 0)
        {
            return null;
        }

        if (values is not [{ Length: > 0 and <= InputLimits.Name } text] || text.Any(char.IsControl))
        {
            problems.Add(new InputProblem(name, "invalid_text", $"'{name}' is given once, with 1 to {InputLimits.Name} characters and no control characters."));
            return null;
        }

        return text;
    }

    private static async ValueTask<IResult> DescribeAsync(Account? account, HttpContext context) => account is null
        ? SecurityProblem.NotFound()
        : Answer.Ok(await ReadAsync(account, context).ConfigureAwait(false), AnswerJson.Default.AccountAnswer);

    private static async ValueTask<IResult> DescribeAsync(IReadOnlyList<Account> accounts, string? next, HttpContext context)
    {
        var answers = new List<AccountAnswer>(accounts.Count);
        foreach (var account in accounts)
        {
            answers.Add(await ReadAsync(account, context).ConfigureAwait(false));
        }

        return Answer.Ok(new AccountPageAnswer(answers, next), AnswerJson.Default.AccountPageAnswer);
    }

    private static async ValueTask<AccountAnswer> ReadAsync(Account account, HttpContext context) => AccountAnswer.Of(
        account, await context.Service<PermissionEvaluator>().GetClearanceAsync(account.Subject, context.RequestAborted).ConfigureAwait(false));
}
