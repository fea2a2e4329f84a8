using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>One erasure on its way between stores.</summary>
internal sealed record LedgerEntry
{
    internal const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public int Format { get; init; } = CurrentFormat;

    [JsonPropertyName("handle")]
    public required string Handle { get; init; }

    [JsonPropertyName("erasure")]
    public required SubjectErasure Erasure { get; init; }
}
