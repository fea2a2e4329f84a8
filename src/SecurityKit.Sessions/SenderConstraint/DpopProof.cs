using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecurityKit.Sessions;

/// <summary>The claims of a DPoP proof (RFC 9449, section 4.2).</summary>
internal sealed record DpopProof(string TokenId, string Method, Uri Uri, DateTimeOffset IssuedAt, string? AccessTokenHash, string? Nonce)
{
    private const int MaxTokenIdLength = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    internal static DpopProof? TryRead(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "jti") is { Length: > 0 and <= MaxTokenIdLength } id
                && Text(root, "htm") is { Length: > 0 } method
                && Uri.TryCreate(Text(root, "htu"), UriKind.Absolute, out var uri)
                && root.TryGetProperty("iat", out var iat) && iat.ValueKind == JsonValueKind.Number && iat.TryGetInt64(out var seconds)
                && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? new DpopProof(id, method, uri, DateTimeOffset.FromUnixTimeSeconds(seconds), Text(root, "ath"), Text(root, "nonce"))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Scheme, host, port and path after normalisation; query and fragment are left out (RFC 9449, section 4.3).</summary>
    internal bool IsFor(Uri uri) =>
        Uri.Compare(Uri, uri, UriComponents.Scheme | UriComponents.HostAndPort | UriComponents.Path, UriFormat.UriEscaped, StringComparison.Ordinal) == 0;

    internal bool IsForToken(string? accessToken) =>
        accessToken is null
        || CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(AccessTokenHash ?? string.Empty),
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)))));

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
