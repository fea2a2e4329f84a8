using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Tells a caller who lacks a second factor what to do about it, and raises an event for every refusal of a known caller.</summary>
internal sealed class AccessRefusalHandler(
    ISecurityEvents events, IOptionsMonitor<BrowserOptions> browser, KitRoutes routes, MfaManager? mfa = null) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        ArgumentNullException.ThrowIfNull(authorizeResult);
        return authorizeResult.Forbidden
            ? RefuseAsync(next, context, policy, authorizeResult)
            : _default.HandleAsync(next, context, policy, authorizeResult);
    }

    private async Task RefuseAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        KitRequirement[] failed = [.. authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<KitRequirement>() ?? []];
        await RaiseAsync(context, failed).ConfigureAwait(false);
        if (failed.OfType<SecondFactorRequirement>().FirstOrDefault() is { } requirement && context.User.FindSession() is { } session)
        {
            await AskForFactorAsync(context, session.Subject, requirement).ConfigureAwait(false);
            return;
        }

        await _default.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
    }

    private async Task AskForFactorAsync(HttpContext context, string subject, SecondFactorRequirement requirement)
    {
        var isEnrolled = mfa is not null && (await mfa.GetStatusAsync(subject, context.RequestAborted).ConfigureAwait(false)).IsEnabled;
        var page = isEnrolled ? browser.CurrentValue.StepUpPath : browser.CurrentValue.EnrollmentPath;
        if (page is not null && BrowserRequest.WantsPage(context, routes))
        {
            Redirects.To(context, page, returnUrl: null);
            return;
        }

        await (isEnrolled ? StepUp.Required(context, requirement.MaxAge) : StepUp.EnrollmentRequired()).ExecuteAsync(context).ConfigureAwait(false);
    }

    private ValueTask RaiseAsync(HttpContext context, KitRequirement[] failed) => events.RaiseAsync(
        new SecurityEvent
        {
            Type = WebEventTypes.AccessDenied,
            Outcome = SecurityEventOutcome.Denied,
            Severity = SecurityEventSeverity.Low,
            Subject = context.User.FindSubject(),
            Reason = failed.FirstOrDefault() switch
            {
                SecondFactorRequirement => "second_factor_missing",
                PermissionRequirement => "permission_missing",
                ClearanceRequirement => "clearance_missing",
                SessionRequirement => "session_missing",
                _ => "host_rule",
            },
            Data = failed.OfType<PermissionRequirement>().FirstOrDefault() is { } missing
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["permission"] = missing.Permission }
                : new Dictionary<string, string>(StringComparer.Ordinal),
        },
        context.RequestAborted);
}
