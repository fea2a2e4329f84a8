using Microsoft.AspNetCore.Http;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>The session token of a browser's cookie: one round trip to the session store.</summary>
internal sealed class SessionCookieReader(SessionManager sessions, KitCookies cookies) : ICredentialReader
{
    public string Scheme => SecurityKitSchemes.Cookie;

    public string? Find(HttpContext context) => cookies.ReadSession(context);

    public async ValueTask<CredentialResult> ReadAsync(HttpContext context, string credential)
    {
        var validation = await sessions.ValidateAsync(credential, context.RequestAborted).ConfigureAwait(false);
        if (validation.IsValid)
        {
            return CredentialResult.Valid(new SessionIdentity(validation.Session, Scheme));
        }

        if (validation is { Status: SessionValidationStatus.StepUpRequired, Session: { } pending })
        {
            return CredentialResult.Pending(new SessionIdentity(pending, Scheme));
        }

        return validation.Status == SessionValidationStatus.StoreUnavailable ? CredentialResult.Unavailable : CredentialResult.Invalid;
    }
}
