using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>Generated serialisation of what is stored of a subject, and of the ledger's lines.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubjectKeyDocument))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerEnd))]
internal sealed partial class SubjectJson : JsonSerializerContext;
