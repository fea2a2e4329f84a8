using System.Buffers.Text;
using System.Text.Json;

namespace SecurityKit.Sessions;

/// <summary>Reads members that public keys of all kinds have (RFC 7517, section 4).</summary>
internal static class JsonWebKeyMembers
{
    /// <summary>Null where it is missing; empty, which no member may be, where it is no text.</summary>
    internal static string? Text(JsonElement jwk, string name) =>
        !jwk.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : string.Empty;

    /// <summary>Whether the key is for signatures of this algorithm, as far as it says anything about that (sections 4.2 to 4.4).</summary>
    internal static bool MayVerify(JsonElement jwk, string algorithm) =>
        (Text(jwk, "alg") ?? algorithm) == algorithm && (Text(jwk, "use") ?? "sig") == "sig" && ListsVerification(jwk);

    /// <summary>Base64url without padding, in its one canonical spelling.</summary>
    internal static byte[]? Bytes(JsonElement jwk, string name)
    {
        if (Text(jwk, name) is not { Length: > 0 } text || !Base64Url.IsValid(text.AsSpan(), out var length))
        {
            return null;
        }

        var bytes = new byte[length];
        return Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == length && Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }

    private static bool ListsVerification(JsonElement jwk) =>
        !jwk.TryGetProperty("key_ops", out var operations)
        || (operations.ValueKind == JsonValueKind.Array
            && operations.EnumerateArray().Any(operation => operation.ValueKind == JsonValueKind.String && operation.ValueEquals("verify")));
}
