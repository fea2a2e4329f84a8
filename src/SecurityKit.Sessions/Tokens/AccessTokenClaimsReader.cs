using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SecurityKit.Sessions;

/// <summary>Reads the claims of a payload whose signature was verified. Every claim the kit writes must be there once, in its kind.</summary>
internal static class AccessTokenClaimsReader
{
    private const int MaxMethods = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    internal static AccessTokenClaims? TryRead(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? TryRead(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an unpaired surrogate.
            return null;
        }
    }

    private static AccessTokenClaims? TryRead(JsonElement root)
    {
        if (!TryText(root, AccessTokenNames.Issuer, out var issuer)
            || !TryText(root, AccessTokenNames.Subject, out var subject)
            || !TryText(root, AccessTokenNames.TokenId, out var tokenId)
            || !TryText(root, AccessTokenNames.SessionId, out var sessionText)
            || !SessionId.TryParse(sessionText, null, out var sessionId)
            || !TryText(root, AccessTokenNames.Level, out var levelText)
            || AccessTokenNames.LevelOf(levelText) is not { } level
            || !TryTexts(root, AccessTokenNames.Audience, out var audiences)
            || !TryTexts(root, AccessTokenNames.Methods, out var methods)
            || !TryTime(root, AccessTokenNames.IssuedAt, out var issuedAt)
            || !TryTime(root, AccessTokenNames.NotBefore, out var notBefore)
            || !TryTime(root, AccessTokenNames.ExpiresAt, out var expiresAt)
            || !TryTime(root, AccessTokenNames.AuthenticatedAt, out var authenticatedAt)
            || !TryThumbprint(root, out var thumbprint))
        {
            return null;
        }

        return new AccessTokenClaims
        {
            Issuer = issuer,
            Audiences = audiences,
            Subject = subject,
            SessionId = sessionId,
            TokenId = tokenId,
            IssuedAt = issuedAt,
            NotBefore = notBefore,
            ExpiresAt = expiresAt,
            Methods = methods,
            Level = level,
            AuthenticatedAt = authenticatedAt,
            KeyThumbprint = thumbprint,
        };
    }

    private static bool TryText(JsonElement root, string name, [NotNullWhen(true)] out string? text)
    {
        text = root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return !string.IsNullOrEmpty(text);
    }

    private static bool TryTexts(JsonElement root, string name, [NotNullWhen(true)] out string[]? texts)
    {
        texts = null;
        if (!root.TryGetProperty(name, out var value))
        {
            return false;
        }

        texts = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.GetArrayLength() is > 0 and <= MaxMethods && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
                [.. value.EnumerateArray().Select(v => v.GetString()!)],
            _ => null,
        };
        return texts is not null;
    }

    private static bool TryTime(JsonElement root, string name, out DateTimeOffset time)
    {
        time = default;
        if (!root.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var seconds)
            || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>A token without <c>cnf</c> is a bearer token; a <c>cnf</c> of another kind is not one the kit can check.</summary>
    private static bool TryThumbprint(JsonElement root, out string? thumbprint)
    {
        thumbprint = null;
        return !root.TryGetProperty(AccessTokenNames.Confirmation, out var confirmation)
            || (confirmation.ValueKind == JsonValueKind.Object && TryText(confirmation, AccessTokenNames.KeyThumbprint, out thumbprint));
    }
}
