namespace SecurityKit.Crypto;

/// <summary>What a store holds of one subject.</summary>
/// <param name="Handle">The subject's handle: 64 lower-case hex digits.</param>
/// <param name="Revision">Counts the changes, from 1.</param>
/// <param name="Content">The document; see docs/formats.md.</param>
public sealed record StoredSubjectKeys(string Handle, long Revision, ReadOnlyMemory<byte> Content);
