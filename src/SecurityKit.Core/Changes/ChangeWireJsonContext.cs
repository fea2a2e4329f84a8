using System.Text.Json.Serialization;

namespace SecurityKit;

[JsonSerializable(typeof(string[]))]
internal sealed partial class ChangeWireJsonContext : JsonSerializerContext;
