using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityKit.Sessions;

namespace SecurityKit.Redis;

/// <summary>What a session keeps of the device and the network it was started from, in one field.</summary>
internal sealed record RedisSessionSurroundings(
    [property: JsonPropertyName("n")] string Name, [property: JsonPropertyName("f")] string? Fingerprint, [property: JsonPropertyName("w")] string? Network)
{
    internal static byte[] Write(Session session) => JsonSerializer.SerializeToUtf8Bytes(
        new RedisSessionSurroundings(session.Device.Name, session.Device.Fingerprint, session.Network), RedisSessionJson.Default.RedisSessionSurroundings);

    internal static RedisSessionSurroundings Read(byte[] json) =>
        JsonSerializer.Deserialize(json, RedisSessionJson.Default.RedisSessionSurroundings) ?? throw new JsonException("A stored session has no device.");
}

