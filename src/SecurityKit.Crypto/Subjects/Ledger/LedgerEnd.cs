using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>The last line of a whole ledger.</summary>
internal sealed record LedgerEnd
{
    [JsonPropertyName("end")]
    public required long Entries { get; init; }

    [JsonPropertyName("exportedAt")]
    public required DateTimeOffset ExportedAt { get; init; }
}
