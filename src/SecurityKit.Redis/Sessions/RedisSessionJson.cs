using System.Text.Json.Serialization;

namespace SecurityKit.Redis;

[JsonSerializable(typeof(RedisSessionSurroundings))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class RedisSessionJson : JsonSerializerContext;
