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
    IEnumerable<ICredentialReader> readers, IOptionsMonitor<BrowserOptions> browser, KitRoutes routes) : IAuthenticationHandler
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
        if (_context.Features.Get<CredentialFailure>() is { Status: CredentialStatus.Unavailable })
        {
            await SecurityProblem.Unavailable().ExecuteAsync(_context).ConfigureAwait(false);
            return;
        }

        if (browser.CurrentValue.SignInPath is { } path && BrowserRequest.WantsPage(_context, routes))
        {
            Redirects.To(_context, path, properties?.RedirectUri);
            return;
        }

        var isPresented = _context.Features.Get<CredentialFailure>() is not null;
        _context.Response.Headers.WWWAuthenticate = isPresented ? "Bearer error=\"invalid_token\"" : "Bearer";
        await ProblemMap.OfStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(_context).ConfigureAwait(false);
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        if (browser.CurrentValue.DeniedPath is { } path && BrowserRequest.WantsPage(_context, routes))
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

        var result = await chosen.ReadAsync(_context, credential!).ConfigureAwait(false);
        return result is { Status: CredentialStatus.Valid, Identity: { } identity }
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), _scheme))
            : Fail(result.Status, "The credential is not valid.");
    }

    private AuthenticateResult Fail(CredentialStatus status, string message)
    {
        _context.Features.Set(new CredentialFailure(status));
        return AuthenticateResult.Fail(message);
    }
}
