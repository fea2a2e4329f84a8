using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>One key as it is stored. The key itself is in it only wrapped.</summary>
internal sealed record KeyRecord
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("version")]
    public required int Version { get; init; }

    [JsonPropertyName("algorithm")]
    public required string Algorithm { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("activatesAt")]
    public required DateTimeOffset ActivatesAt { get; init; }

    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    [JsonPropertyName("revokedAt")]
    public DateTimeOffset? RevokedAt { get; init; }

    [JsonPropertyName("revokedReason")]
    public string? RevokedReason { get; init; }

    [JsonPropertyName("destroyedAt")]
    public DateTimeOffset? DestroyedAt { get; init; }

    [JsonPropertyName("kekId")]
    public string? KekId { get; init; }

    [JsonPropertyName("wrapped")]
    public byte[]? Wrapped { get; init; }

    [JsonIgnore]
    internal KeyId KeyId => KeyId.TryParse(Id, out var id) ? id : throw new InvalidDataException("A stored key has an id that is not 32 hex digits.");

    public override string ToString() => $"Key {Id} version {Version}";
}
