namespace SecurityKit.Crypto;

/// <summary>The signing keys at one moment. Immutable.</summary>
/// <param name="Active">The key that signs now.</param>
/// <param name="Published">Every key that verifies and is announced: the active one, the next one, and old ones until what they signed has expired. Revoked keys are not in it.</param>
public sealed record SigningKeySet(SigningKey Active, IReadOnlyList<SigningKey> Published)
{
    /// <summary>Finds a published key.</summary>
    /// <param name="id">The key's id, compared ordinally.</param>
    /// <returns>The key, or null.</returns>
    public SigningKey? Find(string? id)
    {
        foreach (var key in Published)
        {
            if (string.Equals(key.Id, id, StringComparison.Ordinal))
            {
                return key;
            }
        }

        return null;
    }
}
