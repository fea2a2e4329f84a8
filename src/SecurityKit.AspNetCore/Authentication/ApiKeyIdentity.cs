using System.Security.Claims;

namespace SecurityKit.AspNetCore;

/// <summary>Who an API key stands for. It has no session and no second factor: it may do what its scopes and its subject's permissions both allow.</summary>
public sealed class ApiKeyIdentity : ClaimsIdentity
{
    /// <summary>Creates the identity.</summary>
    /// <param name="keyId">The key's id; not secret.</param>
    /// <param name="subject">Whose key it is.</param>
    /// <param name="scopes">What the key is limited to.</param>
    public ApiKeyIdentity(string keyId, string subject, IReadOnlyCollection<string> scopes)
        : base(ClaimsOf(keyId, subject, scopes), SecurityKitSchemes.ApiKey, SecurityKitClaims.Subject, roleType: null)
    {
        KeyId = keyId;
        Scopes = scopes;
    }

#pragma warning disable CA1307 // The copy keeps the comparison of the original.
    private ApiKeyIdentity(ApiKeyIdentity other)
        : base(other)
#pragma warning restore CA1307
    {
        KeyId = other.KeyId;
        Scopes = other.Scopes;
    }

    /// <summary>The key's id.</summary>
    public string KeyId { get; }

    /// <summary>What the key is limited to.</summary>
    public IReadOnlyCollection<string> Scopes { get; }

    /// <summary>Whether the key was given a scope; ordinal, no wildcards.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>Whether it was.</returns>
    public bool HasScope(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ClaimsIdentity Clone() => new ApiKeyIdentity(this);

    private static List<Claim> ClaimsOf(string keyId, string subject, IReadOnlyCollection<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return
        [
            new Claim(SecurityKitClaims.Subject, subject),
            new Claim(SecurityKitClaims.ApiKey, keyId),
            .. scopes.Select(scope => new Claim(SecurityKitClaims.Scope, scope)),
        ];
    }
}
