using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecurityKit.Sessions;

/// <summary>
/// A JSON Web Signature in compact form (RFC 7515) whose header allows one reading only: every member at most once, no <c>crit</c>, no key given by the
/// token itself unless the caller asks for it. With which algorithm it is verified is the key's to say, not the header's. Parsing proves nothing; verify before reading the payload.
/// </summary>
internal sealed class CompactJws
{
    internal const int MaxLength = 8192;
    private const int EcdsaSignatureBytes = 64;

    private static readonly JsonDocumentOptions HeaderOptions = new() { MaxDepth = 3, AllowDuplicateProperties = false };
    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private CompactJws(string algorithm, string? type, string? keyId, JsonElement? key, byte[] signingInput, byte[] payload, byte[] signature)
    {
        Algorithm = algorithm;
        Type = type;
        KeyId = keyId;
        Key = key;
        SigningInput = signingInput;
        Payload = payload;
        Signature = signature;
    }

    internal string Algorithm { get; }

    internal string? Type { get; }

    internal string? KeyId { get; }

    /// <summary>The header's <c>jwk</c>: who signed, by the signer's own account.</summary>
    internal JsonElement? Key { get; }

    internal byte[] SigningInput { get; }

    internal byte[] Payload { get; }

    internal byte[] Signature { get; }

    internal static CompactJws? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('.', first + 1);
        if (second < 0 || text.IndexOf('.', second + 1) >= 0
            || TryDecode(text.AsSpan(0, first)) is not { } header
            || TryDecode(text.AsSpan(first + 1, second - first - 1)) is not { } payload
            || TryDecode(text.AsSpan(second + 1)) is not { } signature)
        {
            return null;
        }

        return TryReadHeader(header) is { } read
            ? new CompactJws(read.Algorithm, read.Type, read.KeyId, read.Key, Encoding.ASCII.GetBytes(text, 0, second), payload, signature)
            : null;
    }

    internal bool IsSignedBy(ECDsa key) =>
        Signature.Length == EcdsaSignatureBytes
        && key.VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    internal bool IsSignedBy(RSA key) =>
        Signature.Length == (key.KeySize + 7) / 8 && key.VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Strict base64url: no padding, no white space, no second spelling of the same bytes.</summary>
    private static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Base64UrlCharacters))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written))
        {
            return null;
        }

        Span<char> canonical = stackalloc char[4];
        var tail = written - (written % 3);
        var tailLength = Base64Url.EncodeToChars(bytes.AsSpan(tail, written - tail), canonical);
        return canonical[..tailLength].SequenceEqual(text[^tailLength..]) ? bytes[..written] : null;
    }

    private static Header? TryReadHeader(byte[] header)
    {
        try
        {
            _ = StrictUtf8.GetCharCount(header);
            using var document = JsonDocument.Parse(header, HeaderOptions);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("crit", out _) && !root.TryGetProperty("b64", out _)
                && TryReadText(root, "alg", out var algorithm) && algorithm is not null
                && TryReadText(root, "typ", out var type) && TryReadText(root, "kid", out var keyId)
                ? new Header(algorithm, type, keyId, root.TryGetProperty("jwk", out var key) ? key.Clone() : null)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryReadText(JsonElement root, string name, out string? text)
    {
        text = null;
        if (!root.TryGetProperty(name, out var value))
        {
            return true;
        }

        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    private sealed record Header(string Algorithm, string? Type, string? KeyId, JsonElement? Key);
}
