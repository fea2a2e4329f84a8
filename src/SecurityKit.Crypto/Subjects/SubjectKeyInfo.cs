using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>One version of a subject's key, without the key.</summary>
/// <param name="KeyId">32 hex digits, as in the envelopes it made. Not secret.</param>
/// <param name="Version">Counts from 1; never used again, across erasures too.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record SubjectKeyInfo(
    [property: JsonPropertyName("keyId")] string KeyId,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt);
