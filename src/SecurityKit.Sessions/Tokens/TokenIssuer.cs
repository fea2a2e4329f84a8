using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>Issues access tokens that are bound to a session: JWTs of type <c>at+jwt</c> (RFC 9068), signed by the active key of the ring <c>signing</c>. Thread-safe, no I/O.</summary>
public sealed class TokenIssuer
{
    private const int TokenIdBytes = 16;

    private readonly ISigningKeyRing _keys;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly TimeProvider _clock;

    internal TokenIssuer(ISigningKeyRing keys, IOptionsMonitor<SessionOptions> options, TimeProvider clock)
    {
        _keys = keys;
        _options = options;
        _clock = clock;
    }

    /// <summary>
    /// Issues an access token. It never outlives the session's absolute lifetime. That of a session which awaits a step-up tells of no level
    /// (<c>aal0</c>): whoever cannot ask for the session must not take it for more.
    /// </summary>
    /// <param name="session">A live session, fresh from the manager.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">The session is over.</exception>
    public AccessToken Issue(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var now = _clock.GetUtcNow();
        if (!session.IsLiveAt(now))
        {
            throw new ArgumentException("The session is over: no token can be issued for it.", nameof(session));
        }

        var options = _options.CurrentValue.Tokens;
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var wanted = issuedAt + options.AccessTokenLifetime;
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((wanted < session.ExpiresAt ? wanted : session.ExpiresAt).ToUnixTimeSeconds());
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenIdBytes));
        var told = session.RequiresStepUp ? session with { Level = AssuranceLevel.None } : session;
        var jwt = Sign(writer => WriteClaims(writer, told, options, id, issuedAt, expiresAt));
        return new AccessToken(jwt, id, issuedAt, expiresAt);
    }

    private string Sign(Action<Utf8JsonWriter> writeClaims)
    {
        try
        {
            return JwtWriter.Write(_keys.Current.Active, AccessTokenNames.AccessTokenType, writeClaims);
        }
        catch (ObjectDisposedException)
        {
            // The key was revoked between taking it and signing; the ring has a new one by now.
            return JwtWriter.Write(_keys.Current.Active, AccessTokenNames.AccessTokenType, writeClaims);
        }
    }

    private static void WriteClaims(
        Utf8JsonWriter writer, Session session, TokenOptions options, string id, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        writer.WriteString(AccessTokenNames.Issuer, options.Issuer);
        writer.WriteString(AccessTokenNames.Audience, options.Audience);
        writer.WriteString(AccessTokenNames.Subject, session.Subject);
        writer.WriteString(AccessTokenNames.SessionId, session.Id.ToString());
        writer.WriteString(AccessTokenNames.TokenId, id);
        writer.WriteNumber(AccessTokenNames.IssuedAt, issuedAt.ToUnixTimeSeconds());
        writer.WriteNumber(AccessTokenNames.NotBefore, issuedAt.ToUnixTimeSeconds());
        writer.WriteNumber(AccessTokenNames.ExpiresAt, expiresAt.ToUnixTimeSeconds());
        writer.WriteNumber(AccessTokenNames.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds());
        writer.WriteString(AccessTokenNames.Level, AccessTokenNames.LevelText(session.Level));
        writer.WriteStartArray(AccessTokenNames.Methods);
        foreach (var method in session.Methods)
        {
            writer.WriteStringValue(method);
        }

        writer.WriteEndArray();
        if (session.KeyThumbprint is { } thumbprint)
        {
            writer.WriteStartObject(AccessTokenNames.Confirmation);
            writer.WriteString(AccessTokenNames.KeyThumbprint, thumbprint);
            writer.WriteEndObject();
        }
    }
}
