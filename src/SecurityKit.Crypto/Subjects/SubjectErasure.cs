using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>One erasure as it is kept for good: the tombstone. It does not name the subject.</summary>
public sealed record SubjectErasure
{
    /// <summary>Names the erasure; time-ordered (UUID version 7).</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>When the keys were destroyed, UTC.</summary>
    [JsonPropertyName("erasedAt")]
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Who did it: the operation's actor, <c>self</c> when that was the subject, null when nobody was known.</summary>
    [JsonPropertyName("erasedBy")]
    public string? ErasedBy { get; init; }

    /// <summary>Why.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The keys that were destroyed, the oldest first; empty when the subject had none.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyList<SubjectKeyInfo> Keys { get; init; }

    /// <summary>When the subject was enrolled anew afterwards, UTC; null when it was not.</summary>
    [JsonPropertyName("reEnrolledAt")]
    public DateTimeOffset? ReEnrolledAt { get; init; }
}
