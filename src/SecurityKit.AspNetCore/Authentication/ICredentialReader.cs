using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Reads one kind of credential. Thread-safe.</summary>
internal interface ICredentialReader
{
    /// <summary>The scheme's name.</summary>
    string Scheme { get; }

    /// <summary>Finds the credential in a request without checking it.</summary>
    /// <returns>The credential, or null when the request carries none of this kind.</returns>
    string? Find(HttpContext context);

    /// <summary>Checks a credential.</summary>
    ValueTask<CredentialResult> ReadAsync(HttpContext context, string credential);
}
