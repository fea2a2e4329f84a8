namespace SecurityKit.Crypto;

/// <summary>Tells an envelope from a value that happens to be bytes.</summary>
internal readonly record struct StoredEnvelope(byte[] Bytes);
