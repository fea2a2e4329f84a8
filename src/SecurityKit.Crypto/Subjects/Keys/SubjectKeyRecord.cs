using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>One version of a subject's key as it is stored: wrapped by the ring <see cref="KeyRingNames.Subjects"/>.</summary>
internal sealed record SubjectKeyRecord
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("version")]
    public required int Version { get; init; }

    [JsonPropertyName("algorithm")]
    public required EncryptionAlgorithm Algorithm { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>An envelope whose data is the key.</summary>
    [JsonPropertyName("wrapped")]
    public required byte[] Wrapped { get; init; }

    internal KeyId KeyId => KeyId.TryParse(Id, out var id) ? id : default;

    internal SubjectKeyInfo ToInfo() => new(Id, Version, CreatedAt);

    /// <summary>What the wrapped key is bound to: it unwraps for its own subject, under its own id, version, algorithm and age only.</summary>
    internal byte[] Place(string handle) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"SecurityKit subject key v1\n{handle}\n{Id}\n{Version}\n{Algorithm}\n{CreatedAt.UtcTicks}"));

    public override string ToString() => $"Subject key {Id} version {Version}";
}
