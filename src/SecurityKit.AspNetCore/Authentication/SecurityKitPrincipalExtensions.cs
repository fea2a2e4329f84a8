using System.Security.Claims;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>What the kit knows of a principal.</summary>
public static class SecurityKitPrincipalExtensions
{
    /// <summary>The subject, when the kit authenticated the principal.</summary>
    /// <param name="user">The principal.</param>
    /// <returns>The subject, or null.</returns>
    public static string? FindSubject(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return (user.FindSessionIdentity() as ClaimsIdentity ?? user.FindApiKeyIdentity())?.FindFirst(SecurityKitClaims.Subject)?.Value;
    }

    /// <summary>The session, when the principal came by a session cookie or an access token.</summary>
    /// <param name="user">The principal.</param>
    /// <returns>The session as it was at the start of the request, or null.</returns>
    public static Session? FindSession(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindSessionIdentity()?.Session;
    }

    internal static SessionIdentity? FindSessionIdentity(this ClaimsPrincipal user) => Find<SessionIdentity>(user);

    internal static ApiKeyIdentity? FindApiKeyIdentity(this ClaimsPrincipal user) => Find<ApiKeyIdentity>(user);

    private static T? Find<T>(ClaimsPrincipal user)
        where T : ClaimsIdentity
    {
        if (user.Identity is T first)
        {
            return first;
        }

        foreach (var identity in user.Identities)
        {
            if (identity is T found)
            {
                return found;
            }
        }

        return null;
    }
}
