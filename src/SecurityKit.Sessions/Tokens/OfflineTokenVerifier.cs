using System.Text.Json;

namespace SecurityKit.Sessions;

/// <summary>
/// Verifies access tokens against a published key set (RFC 7517), without the store: for resource servers and tools. It cannot know whether a session
/// has ended since the token was issued, so its best answer is <see cref="AccessTokenStatus.ValidUnchecked"/>; whoever can reach the store uses
/// <see cref="TokenValidator"/>. Thread-safe.
/// </summary>
public sealed class OfflineTokenVerifier : IDisposable
{
    private const int MaxKeySetBytes = 256 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, PublishedKey> _keys;

    private OfflineTokenVerifier(Dictionary<string, PublishedKey> keys) => _keys = keys;

    /// <summary>The ids of the keys that verify, in no order.</summary>
    public IReadOnlyCollection<string> KeyIds => _keys.Keys;

    /// <summary>Reads a key set. Keys of other kinds and uses are passed over, as RFC 7517 section 5 wants.</summary>
    /// <param name="jsonWebKeySet">The document as UTF-8, at most 256 KiB.</param>
    /// <returns>The verifier.</returns>
    /// <exception cref="FormatException">It is not a key set, two keys share an id, or no key in it can verify ES256 or RS256.</exception>
    public static OfflineTokenVerifier Parse(ReadOnlyMemory<byte> jsonWebKeySet)
    {
        if (jsonWebKeySet.Length > MaxKeySetBytes)
        {
            throw new FormatException("The key set is larger than 256 KiB.");
        }

        var keys = new Dictionary<string, PublishedKey>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(jsonWebKeySet, Strict);
            Read(document.RootElement, keys);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            DisposeAll(keys);
            throw exception as FormatException ?? new FormatException("The key set is not JSON as RFC 7517 wants it.", exception);
        }

        return keys.Count > 0 ? new OfflineTokenVerifier(keys) : throw new FormatException("The key set has no P-256 or RSA key (2,048 to 8,192 bits) with an id that may verify signatures.");
    }

    /// <summary>Verifies a token: signature by a key of the set, type, issuer, audience and time.</summary>
    /// <param name="token">The token as it arrived.</param>
    /// <param name="issuer">Who must have issued it.</param>
    /// <param name="audience">For whom it must be.</param>
    /// <param name="now">The time.</param>
    /// <param name="clockSkew">How far the issuer's clock may be ahead; zero or more.</param>
    /// <param name="keyThumbprint">The thumbprint of the key whose DPoP proof came along and was found right; null for none.</param>
    /// <returns><see cref="AccessTokenStatus.ValidUnchecked"/> with the claims, or why not.</returns>
    public AccessTokenValidation Verify(
        string? token, string issuer, string audience, DateTimeOffset now, TimeSpan clockSkew = default, string? keyThumbprint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        ArgumentOutOfRangeException.ThrowIfLessThan(clockSkew, TimeSpan.Zero);
        var (status, jws) = AccessTokenVerifier.Read(token);
        if (jws is null)
        {
            return AccessTokenValidation.Refused(status);
        }

        if (jws.KeyId is not { } keyId || !_keys.TryGetValue(keyId, out var key))
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.UnknownKey);
        }

        if (!string.Equals(jws.Algorithm, key.Algorithm, StringComparison.Ordinal))
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.WrongAlgorithm);
        }

        if (!key.HasSigned(jws))
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.WrongSignature);
        }

        var (read, verified) = AccessTokenVerifier.ReadClaims(jws, keyId);
        return verified is null ? AccessTokenValidation.Refused(read) : Judge(verified.Claims, issuer, audience, now, clockSkew, keyThumbprint);
    }

    /// <summary>Frees the keys.</summary>
    public void Dispose() => DisposeAll(_keys);

    private static AccessTokenValidation Judge(
        AccessTokenClaims claims, string issuer, string audience, DateTimeOffset now, TimeSpan clockSkew, string? keyThumbprint)
    {
        AccessTokenStatus? refusal = claims switch
        {
            _ when !string.Equals(claims.Issuer, issuer, StringComparison.Ordinal) => AccessTokenStatus.WrongIssuer,
            _ when !claims.Audiences.Contains(audience, StringComparer.Ordinal) => AccessTokenStatus.WrongAudience,
            _ when claims.ExpiresAt <= now => AccessTokenStatus.Expired,
            _ when claims.NotBefore > now + clockSkew || claims.IssuedAt > now + clockSkew => AccessTokenStatus.NotYetValid,
            { KeyThumbprint: { } bound } when !string.Equals(bound, keyThumbprint, StringComparison.Ordinal) => AccessTokenStatus.ProofRequired,
            _ => null,
        };
        return refusal is { } reason
            ? AccessTokenValidation.Refused(reason)
            : new AccessTokenValidation(AccessTokenStatus.ValidUnchecked, claims, Session: null);
    }

    private static void Read(JsonElement root, Dictionary<string, PublishedKey> keys)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("A key set is an object with the member 'keys', an array.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("kid", out var kid) || kid.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var id = kid.GetString()!;
            if (!ids.Add(id))
            {
                throw new FormatException("Two keys of the set share an id; which one signed cannot be told.");
            }

            if (PublishedKey.TryRead(element) is { } key)
            {
                keys.Add(id, key);
            }
        }
    }

    private static void DisposeAll(Dictionary<string, PublishedKey> keys)
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }
}
