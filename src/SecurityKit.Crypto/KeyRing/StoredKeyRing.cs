namespace SecurityKit.Crypto;

/// <summary>A ring as a store holds it.</summary>
/// <param name="Revision">Counts the saves, from 1.</param>
/// <param name="Content">The document; opaque to the store. Every key in it is wrapped.</param>
public sealed record StoredKeyRing(long Revision, ReadOnlyMemory<byte> Content);
