using Microsoft.AspNetCore.Http;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// An access token in <c>Authorization: Bearer</c> (RFC 6750), or in <c>Authorization: DPoP</c> with a proof of its key (RFC 9449). Tokens in
/// queries or bodies are not read: they end up in logs.
/// </summary>
internal sealed class AccessTokenReader(TokenValidator validator, DpopRequests proofs) : ICredentialReader
{
    internal const string ProofScheme = "DPoP";

    private const string BearerScheme = "Bearer";

    public string Scheme => SecurityKitSchemes.Bearer;

    public string? Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return null;
        }

        // Two headers, or another scheme: a credential that is not good rather than none, so that a cookie beside it is not used instead.
        return header is [{ } value] ? TokenOf(value, BearerScheme) ?? TokenOf(value, ProofScheme) ?? string.Empty : string.Empty;
    }

    public async ValueTask<CredentialResult> ReadAsync(HttpContext context, string credential)
    {
        AccessTokenValidation validation;
        if (!IsWithProof(context))
        {
            validation = await validator.ValidateAsync(credential, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        else if (proofs.Read(context, credential) is { } request)
        {
            validation = await validator.ValidateWithProofAsync(request, context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            return new CredentialResult(CredentialStatus.InvalidProof, null);
        }

        if (validation.IsValid)
        {
            return CredentialResult.Valid(new SessionIdentity(validation.Session ?? Unchecked(validation.Claims), Scheme) { Token = validation.Claims });
        }

        return validation switch
        {
            { Status: AccessTokenStatus.StepUpRequired, Session: { } pending } => CredentialResult.Pending(new SessionIdentity(pending, Scheme) { Token = validation.Claims }),
            { Status: AccessTokenStatus.StoreUnavailable } => CredentialResult.Unavailable,
            { Status: AccessTokenStatus.ProofRefused, Proof: DpopStatus.NonceRequired } => new CredentialResult(CredentialStatus.NonceRequired, null),
            { Status: AccessTokenStatus.ProofRefused } => new CredentialResult(CredentialStatus.InvalidProof, null),
            _ => CredentialResult.Invalid,
        };
    }

    /// <summary>Whether the request presents its token as bound to a key.</summary>
    internal static bool IsWithProof(HttpContext context) => context.Request.Headers.Authorization is [{ } value] && TokenOf(value, ProofScheme) is not null;

    private static string? TokenOf(string header, string scheme) =>
        header.Length > scheme.Length && header[scheme.Length] == ' ' && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? header[(scheme.Length + 1)..].Trim()
            : null;

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
