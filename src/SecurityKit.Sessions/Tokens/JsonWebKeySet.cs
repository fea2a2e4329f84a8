using System.Buffers.Text;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>The public keys that verify this host's tokens, as a JSON Web Key Set (RFC 7517). Thread-safe.</summary>
public sealed class JsonWebKeySet
{
    private readonly ISigningKeyRing _keys;
    private volatile Document? _document;

    internal JsonWebKeySet(ISigningKeyRing keys) => _keys = keys;

    /// <summary>
    /// The document as it is now: the active key, the next one before it signs, and old ones until what they signed has expired.
    /// For <c>/.well-known/jwks.json</c>, media type <c>application/jwk-set+json</c>; let clients keep it for minutes, not days.
    /// </summary>
    /// <returns>UTF-8 JSON.</returns>
    public ReadOnlyMemory<byte> ToUtf8Json()
    {
        var keys = _keys.Current;
        var document = _document;
        if (document is null || !ReferenceEquals(document.Keys, keys))
        {
            _document = document = new Document(keys, Write(keys));
        }

        return document.Json;
    }

    private static byte[] Write(SigningKeySet keys) => JwtWriter.Json(writer =>
    {
        writer.WriteStartArray("keys");
        foreach (var key in keys.Published)
        {
            var point = key.ExportPublicKey().Q;
            writer.WriteStartObject();
            writer.WriteString("kty", "EC");
            writer.WriteString("crv", "P-256");
            writer.WriteString("use", "sig");
            writer.WriteString("alg", key.Algorithm);
            writer.WriteString("kid", key.Id);
            writer.WriteString("x", Base64Url.EncodeToString(point.X));
            writer.WriteString("y", Base64Url.EncodeToString(point.Y));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private sealed record Document(SigningKeySet Keys, byte[] Json);
}
