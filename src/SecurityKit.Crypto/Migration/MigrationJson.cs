using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationReport))]
[JsonSerializable(typeof(MigrationState))]
[JsonSerializable(typeof(RewrapReport))]
[JsonSerializable(typeof(RewrapState))]
internal sealed partial class MigrationJson : JsonSerializerContext;
