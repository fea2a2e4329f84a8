using System.Globalization;
using System.Security.Claims;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Who a live session stands for. Carries the session, so that rules can ask when each factor was proven.</summary>
public sealed class SessionIdentity : ClaimsIdentity
{
    /// <summary>Creates the identity.</summary>
    /// <param name="session">The session, as just validated.</param>
    /// <param name="scheme">By which scheme of <see cref="SecurityKitSchemes"/>.</param>
    public SessionIdentity(Session session, string scheme)
        : base(ClaimsOf(session), scheme, SecurityKitClaims.Subject, roleType: null) => Session = session;

#pragma warning disable CA1307 // The copy keeps the comparison of the original.
    private SessionIdentity(SessionIdentity other)
        : base(other) => (Session, Token) = (other.Session, other.Token);
#pragma warning restore CA1307

    /// <summary>The session.</summary>
    public Session Session { get; }

    /// <summary>What the access token says that the request came with; null with a cookie. Connections that stay open must not outlive it.</summary>
    public AccessTokenClaims? Token { get; init; }

    /// <summary>Whether the request carried the session in a cookie, which browsers send unasked.</summary>
    public bool IsFromCookie => AuthenticationType == SecurityKitSchemes.Cookie;

    /// <inheritdoc/>
    public override ClaimsIdentity Clone() => new SessionIdentity(this);

    private static List<Claim> ClaimsOf(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var claims = new List<Claim>(8)
        {
            new(SecurityKitClaims.Subject, session.Subject),
            new(SecurityKitClaims.Session, session.Id.ToString()),
            new(SecurityKitClaims.Level, AssuranceNames.Of(session.Level)),
            new(SecurityKitClaims.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
        };
        foreach (var method in session.Methods)
        {
            claims.Add(new Claim(SecurityKitClaims.Method, method));
        }

        return claims;
    }
}
