using System.Buffers.Text;
using System.Security.Cryptography;
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
            writer.WriteStartObject();
            WriteParameters(writer, key);
            writer.WriteString("use", "sig");
            writer.WriteString("alg", key.Algorithm);
            writer.WriteString("kid", key.Id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteParameters(Utf8JsonWriter writer, SigningKey key)
    {
        if (key.Algorithm == nameof(SigningAlgorithm.RS256))
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            writer.WriteString("kty", "RSA");
            writer.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
            writer.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
            return;
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        writer.WriteString("kty", "EC");
        writer.WriteString("crv", "P-256");
        writer.WriteString("x", Base64Url.EncodeToString(point.X));
        writer.WriteString("y", Base64Url.EncodeToString(point.Y));
    }

    private sealed record Document(SigningKeySet Keys, byte[] Json);
}
