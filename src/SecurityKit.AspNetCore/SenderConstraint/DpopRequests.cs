using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Finds the proof of a key (RFC 9449) that a request brings, and hands out the nonce for the next one.</summary>
internal sealed class DpopRequests(DpopValidator validator, IOptionsMonitor<SessionOptions> options)
{
    internal const string ProofHeader = "DPoP";
    internal const string NonceHeader = "DPoP-Nonce";

    /// <summary>The request as the validator wants it. The URI is the one behind the trusted proxies.</summary>
    internal DpopRequest Read(HttpContext context, string? accessToken)
    {
        if (validator.NewNonce() is { } nonce)
        {
            context.Response.Headers[NonceHeader] = nonce;
        }

        var request = context.Request;
        var proof = request.Headers[ProofHeader] is [{ } only] ? only : null;
        var uri = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path);
        return new DpopRequest(proof, request.Method, new Uri(uri), accessToken);
    }

    /// <summary>
    /// The key that a request for tokens proves to hold. Without a proof there is none, which is good for bearer tokens unless the host wants
    /// none of these.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Whether the proof was used before cannot be found out.</exception>
    internal async ValueTask<DpopValidation> ReadKeyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Headers[ProofHeader].Count == 0 && !options.CurrentValue.Tokens.RequireKeyBinding)
        {
            return new DpopValidation(DpopStatus.Valid, null);
        }

        var validation = await validator.ValidateAsync(Read(context, accessToken: null), cancellationToken).ConfigureAwait(false);
        return validation.Status == DpopStatus.StoreUnavailable ? throw new StoreUnavailableException("used DPoP proofs") : validation;
    }
}
