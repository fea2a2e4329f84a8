using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountDetails))]
internal sealed partial class AccountDetailsJson : JsonSerializerContext;
