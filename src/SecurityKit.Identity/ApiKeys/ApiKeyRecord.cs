namespace SecurityKit.Identity;

/// <summary>An API key as a store keeps it: the secret's hash, never the secret.</summary>
/// <param name="Key">Everything but the secret.</param>
/// <param name="SecretHash">SHA-256 of the secret's text, 32 bytes. The secret has 256 random bits, so a plain hash is enough.</param>
public sealed record ApiKeyRecord(ApiKey Key, byte[] SecretHash)
{
    /// <summary>The key without the hash.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => Key.ToString();
}
