using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>
/// The handler of all the kit's schemes. <see cref="SecurityKitSchemes.Any"/> takes whichever credential there is; the others take theirs only.
/// A credential that is presented and not good is never passed over for another.
/// </summary>
internal sealed class SecurityKitHandler(
    IEnumerable<ICredentialReader> readers, IOptionsMonitor<BrowserOptions> browser, KitRoutes routes, WebTelemetry telemetry) : IAuthenticationHandler
{
    private HttpContext _context = null!;
    private string _scheme = null!;
    private Task<AuthenticateResult>? _result;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _scheme = scheme.Name;
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= ReadAsync();

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        await AuthenticateAsync().ConfigureAwait(false);
        var failure = _context.Features.Get<CredentialFailure>();
        if (failure is { Status: CredentialStatus.Unavailable })
        {
            await SecurityProblem.Unavailable().ExecuteAsync(_context).ConfigureAwait(false);
            return;
        }

        var pages = _context.GetEndpoint()?.Metadata.GetMetadata<BrowserPages>();
        (string? Page, Func<SecurityProblem>? Problem) pending = failure?.Status switch
        {
            CredentialStatus.StepUpRequired => (browser.CurrentValue.StepUpPath ?? pages?.StepUp, () => StepUp.Required(_context, maxAge: null)),
            CredentialStatus.EnrollmentRequired => (browser.CurrentValue.EnrollmentPath ?? pages?.Enrollment, StepUp.EnrollmentRequired),
            _ => (browser.CurrentValue.SignInPath ?? pages?.SignIn, null),
        };
        if (pending.Page is not null && BrowserRequest.WantsPage(_context, routes))
        {
            Redirects.To(_context, pending.Page, pending.Problem is null ? properties?.RedirectUri : null);
            return;
        }

        if (pending.Problem is not null)
        {
            await pending.Problem().ExecuteAsync(_context).ConfigureAwait(false);
            return;
        }

        _context.Response.Headers.WWWAuthenticate = Challenges.Of(failure);
        await ProblemMap.OfStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(_context).ConfigureAwait(false);
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        var page = browser.CurrentValue.DeniedPath ?? _context.GetEndpoint()?.Metadata.GetMetadata<BrowserPages>()?.Denied;
        if (page is { } path && BrowserRequest.WantsPage(_context, routes))
        {
            Redirects.To(_context, path, returnUrl: null);
            return Task.CompletedTask;
        }

        return ProblemMap.OfStatus(StatusCodes.Status403Forbidden).ExecuteAsync(_context);
    }

    private async Task<AuthenticateResult> ReadAsync()
    {
        ICredentialReader? chosen = null;
        string? credential = null;
        foreach (var reader in readers)
        {
            if ((_scheme != SecurityKitSchemes.Any && _scheme != reader.Scheme) || reader.Find(_context) is not { } found)
            {
                continue;
            }

            if (chosen is null)
            {
                (chosen, credential) = (reader, found);
            }
            else if (reader.Scheme != SecurityKitSchemes.Cookie)
            {
                return Fail(CredentialStatus.Invalid, "The request carries more than one credential.");
            }
        }

        if (chosen is null)
        {
            return AuthenticateResult.NoResult();
        }

        using var activity = telemetry.Begin(chosen.Scheme);
        var result = await chosen.ReadAsync(_context, credential!).ConfigureAwait(false);
        telemetry.Authenticated(activity, chosen.Scheme, result.Status);
        return result.Identity is { } identity && (result.Status == CredentialStatus.Valid || IsAllowedPending(result.Status))
            ? AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = (identity as SessionIdentity)?.Token?.ExpiresAt }, _scheme))
            : Fail(result.Status, "The credential is not valid.");
    }

    /// <summary>A session that waits for a factor is nobody, save where a route says that it may come as it is.</summary>
    private bool IsAllowedPending(CredentialStatus status) => status switch
    {
        CredentialStatus.StepUpRequired => _context.GetEndpoint()?.Metadata.GetMetadata<AllowPendingStepUpAttribute>() is not null,
        CredentialStatus.EnrollmentRequired => _context.GetEndpoint()?.Metadata.GetMetadata<AllowPendingEnrollmentAttribute>() is not null,
        _ => false,
    };

    private AuthenticateResult Fail(CredentialStatus status, string message)
    {
        _context.Features.Set(new CredentialFailure(status, AccessTokenReader.IsWithProof(_context)));
        return AuthenticateResult.Fail(message);
    }
}
