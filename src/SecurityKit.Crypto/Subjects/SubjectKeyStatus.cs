namespace SecurityKit.Crypto;

/// <summary>What is known of a subject's keys.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Keys">Its keys, the oldest first; the last one encrypts.</param>
/// <param name="Erasures">Its erasures, the oldest first. Several where it was enrolled anew.</param>
public sealed record SubjectKeyStatus(SubjectState State, IReadOnlyList<SubjectKeyInfo> Keys, IReadOnlyList<SubjectErasure> Erasures);
