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

    /// <summary>The request as the validator wants it. The URI is the one behind the trusted proxies; null where the client named no host that makes one.</summary>
    internal DpopRequest? Read(HttpContext context, string? accessToken)
    {
        if (validator.NewNonce() is { } nonce)
        {
            context.Response.Headers[NonceHeader] = nonce;
        }

        var request = context.Request;
        var proof = request.Headers[ProofHeader] is [{ } only] ? only : null;
        return Uri.TryCreate(UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path), UriKind.Absolute, out var uri)
            ? new DpopRequest(proof, request.Method, uri, accessToken)
            : null;
    }

    /// <summary>
    /// The key that a request for tokens says to hold, its proof not spent yet. Without a proof there is none, which is good for bearer tokens unless
    /// the host wants none of these.
    /// </summary>
    internal DpopValidation CheckKey(HttpContext context) =>
        IsWithoutKey(context) ? WithoutKey
        : Read(context, accessToken: null) is { } request ? validator.Check(request)
        : new DpopValidation(DpopStatus.WrongUri, null);

    /// <summary>The key that a request for tokens proves to hold, as <see cref="CheckKey"/>; its proof is spent.</summary>
    /// <exception cref="StoreUnavailableException">Whether the proof was used before cannot be found out.</exception>
    internal async ValueTask<DpopValidation> SpendKeyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (IsWithoutKey(context))
        {
            return WithoutKey;
        }

        if (Read(context, accessToken: null) is not { } request)
        {
            return new DpopValidation(DpopStatus.WrongUri, null);
        }

        var validation = await validator.ValidateAsync(request, cancellationToken).ConfigureAwait(false);
        return validation.Status == DpopStatus.StoreUnavailable ? throw new StoreUnavailableException("used DPoP proofs") : validation;
    }

    private static DpopValidation WithoutKey => new(DpopStatus.Valid, null);

    private bool IsWithoutKey(HttpContext context) =>
        context.Request.Headers[ProofHeader].Count == 0 && !options.CurrentValue.Tokens.RequireKeyBinding;
}
