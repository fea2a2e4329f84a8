using System.Text.Json.Serialization;

namespace SecurityKit.EntityFrameworkCore;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class SecurityEventDataJson : JsonSerializerContext;
