using System.Text.Json.Serialization;

namespace SecurityKit.Redis;

[JsonSerializable(typeof(AuthenticationFactor[]))]
internal sealed partial class ChallengeFactorsJson : JsonSerializerContext;
