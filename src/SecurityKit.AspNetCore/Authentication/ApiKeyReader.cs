using Microsoft.AspNetCore.Http;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>An API key in <c>X-API-Key</c>: one look-up in the key store. Keys in queries or bodies are not read: they end up in logs.</summary>
internal sealed class ApiKeyReader(ApiKeyManager keys) : ICredentialReader
{
    internal const string Header = "X-API-Key";

    public string Scheme => SecurityKitSchemes.ApiKey;

    public string? Find(HttpContext context)
    {
        var header = context.Request.Headers[Header];

        // Two headers are a credential that is not good rather than none, so that a cookie beside them is not used instead.
        return header.Count == 0 ? null : header is [{ } value] ? value.Trim() : string.Empty;
    }

    public async ValueTask<CredentialResult> ReadAsync(HttpContext context, string credential)
    {
        try
        {
            // The address behind trusted proxies only: the middleware for these has put it there.
            var outcome = await keys.VerifyAsync(credential, context.Connection.RemoteIpAddress, context.RequestAborted).ConfigureAwait(false);
            return outcome is ApiKeyOutcome.Verified { Key: var key }
                ? CredentialResult.Valid(new ApiKeyIdentity(key.Id, key.Subject, key.Scopes))
                : CredentialResult.Invalid;
        }
        catch (StoreUnavailableException)
        {
            return CredentialResult.Unavailable;
        }
    }
}
