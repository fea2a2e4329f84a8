using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>A whole ring as it is stored: one document, so that every change of it is one atomic step. See docs/formats.md.</summary>
internal sealed record KeyRingDocument
{
    internal const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("ring")]
    public required string Ring { get; init; }

    [JsonPropertyName("kind")]
    public required KeyKind Kind { get; init; }

    /// <summary>Ordered by version, the oldest first.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyList<KeyRecord> Keys { get; init; }

    /// <summary>What counts of stored data found, one entry per source; left out while nothing was counted.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyList<StoredDataCount>? Data { get; init; }

    internal static KeyRingDocument Empty(string ring, KeyKind kind) => new() { Format = CurrentFormat, Ring = ring, Kind = kind, Keys = [] };

    /// <exception cref="SecurityKitException">The content is not a ring of this name and kind.</exception>
    internal static KeyRingDocument Parse(ReadOnlySpan<byte> content, string ring, KeyKind kind)
    {
        KeyRingDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(content, KeyRingJson.Default.KeyRingDocument);
        }
        catch (JsonException exception)
        {
            throw new SecurityKitException($"The stored key ring '{ring}' cannot be read: it is not the JSON that the kit writes.", exception);
        }

        if (document is null || document.Format != CurrentFormat || document.Ring != ring || document.Kind != kind)
        {
            throw new SecurityKitException(
                $"The stored key ring '{ring}' is of format {document?.Format}, name '{document?.Ring}' and kind {document?.Kind}; expected format {CurrentFormat} and kind {kind}.");
        }

        var areDistinct = document.Keys.Select(k => k.KeyId).Distinct().Count() == document.Keys.Count;
        var areOrdered = document.Keys.Zip(document.Keys.Skip(1)).All(pair => pair.First.Version < pair.Second.Version);
        return areDistinct && areOrdered
            ? document
            : throw new SecurityKitException($"The stored key ring '{ring}' names a key twice or out of order.");
    }

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, KeyRingJson.Default.KeyRingDocument);

    internal KeyRingDocument With(KeyRecord changed) => this with { Keys = [.. Keys.Select(k => k.Id == changed.Id ? changed : k)] };

    internal KeyRingDocument With(StoredDataCount counted) =>
        this with { Data = [.. (Data ?? []).Where(d => d.Source != counted.Source), counted] };

    internal KeyRingDocument Without(StoredDataCount counted)
    {
        var left = (Data ?? []).Where(d => d.Source != counted.Source).ToArray();
        return this with { Data = left.Length == 0 ? null : left };
    }

    /// <summary>Whether the latest count of any source found data that needs the key.</summary>
    internal bool HasDataUnder(string keyId)
    {
        foreach (var counted in Data ?? [])
        {
            if (counted.ValuesByKey.GetValueOrDefault(keyId) > 0)
            {
                return true;
            }
        }

        return false;
    }

    internal KeyRingDocument Adding(KeyRecord added) => this with { Keys = [.. Keys, added] };
}
