using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>What an erasure destroyed, and the proof. For the person who asked and for the auditor: it names the subject, which key store and ledger do not.</summary>
public sealed record ErasureReport
{
    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's handle: what the key store and the ledger know it by. A keyed hash.</summary>
    public required string Handle { get; init; }

    /// <summary>The erasure: who, when, why, and which keys.</summary>
    public required SubjectErasure Erasure { get; init; }

    /// <summary>Whether the subject was erased by an earlier call, so that this one destroyed nothing.</summary>
    public required bool WasErasedBefore { get; init; }

    /// <summary>Whether the erasure was written to a journal outside the key store.</summary>
    public required bool IsJournaled { get; init; }

    /// <summary>When the last node that did not hear of it has stopped using the key, UTC.</summary>
    public required DateTimeOffset OtherNodesStopBy { get; init; }

    /// <summary>What was tried to show that the data cannot be read.</summary>
    public required ErasureProof Proof { get; init; }

    /// <summary>The report as JSON, indented.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, ErasureJson.Default.ErasureReport);

    /// <summary>Without the subject.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"ErasureReport {{ Erasure = {Erasure.Id}, Holds = {Proof.Holds} }}";
}
