using Microsoft.AspNetCore.Http;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>An access token in <c>Authorization: Bearer</c> (RFC 6750). Tokens in queries or bodies are not read: they end up in logs.</summary>
internal sealed class AccessTokenReader(TokenValidator validator) : ICredentialReader
{
    private const string Prefix = "Bearer ";

    public string Scheme => SecurityKitSchemes.Bearer;

    public string? Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return null;
        }

        // Two headers, or another scheme: a credential that is not good rather than none, so that a cookie beside it is not used instead.
        return header is [{ } value] && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value[Prefix.Length..].Trim() : string.Empty;
    }

    public async ValueTask<CredentialResult> ReadAsync(HttpContext context, string credential)
    {
        var validation = await validator.ValidateAsync(credential, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        if (validation.IsValid)
        {
            return CredentialResult.Valid(new SessionIdentity(validation.Session ?? Unchecked(validation.Claims), Scheme));
        }

        return validation.Status == AccessTokenStatus.StoreUnavailable ? CredentialResult.Unavailable : CredentialResult.Invalid;
    }

    /// <summary>
    /// What a token alone tells, where the host accepts that while the store is out of reach. When each factor was proven is not in it: they count as
    /// never fresh, so that nothing that needs a step-up goes through.
    /// </summary>
    private static Session Unchecked(AccessTokenClaims claims) => new()
    {
        Id = claims.SessionId,
        Subject = claims.Subject,
        CreatedAt = claims.IssuedAt,
        LastSeenAt = claims.IssuedAt,
        ExpiresAt = claims.ExpiresAt,
        IdleTimeout = claims.ExpiresAt - claims.IssuedAt,
        Factors =
        [
            .. claims.Methods
                .Where(method => method != AuthenticationMethods.MultiFactor)
                .Select(method => new AuthenticationFactor(method, DateTimeOffset.MinValue)),
        ],
        Level = claims.Level,
        Device = new SessionDevice(string.Empty, null),
    };
}
