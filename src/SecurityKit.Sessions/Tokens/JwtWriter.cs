using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>Writes signed JWTs: <c>base64url(header) "." base64url(payload) "." base64url(signature)</c> (RFC 7515), signed as the key signs.</summary>
internal static class JwtWriter
{
    internal static string Write(SigningKey key, string type, Action<Utf8JsonWriter> writeClaims)
    {
        var header = Json(writer =>
        {
            writer.WriteString("alg", key.Algorithm);
            writer.WriteString("typ", type);
            writer.WriteString("kid", key.Id);
        });
        var signingInput = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Json(writeClaims))}";
        var signature = key.Sign(Encoding.ASCII.GetBytes(signingInput));
        return $"{signingInput}.{Base64Url.EncodeToString(signature)}";
    }

    internal static byte[] Json(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
