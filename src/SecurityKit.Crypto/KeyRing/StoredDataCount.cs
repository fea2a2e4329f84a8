using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>How many stored values of a source need which key. Holds ids of keys, never data.</summary>
/// <param name="Source">The source's name, see <see cref="IMigrationSource.Name"/>.</param>
/// <param name="CountedAt">When it was counted, UTC.</param>
/// <param name="ValuesByKey">Values by the id of the key that they need, 32 hex digits.</param>
public sealed record StoredDataCount(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("countedAt")] DateTimeOffset CountedAt,
    [property: JsonPropertyName("values")] IReadOnlyDictionary<string, long> ValuesByKey);
