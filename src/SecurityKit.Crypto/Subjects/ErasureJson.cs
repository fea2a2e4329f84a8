using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErasureReport))]
[JsonSerializable(typeof(LedgerReplayReport))]
internal sealed partial class ErasureJson : JsonSerializerContext;
