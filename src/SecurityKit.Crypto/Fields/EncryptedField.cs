namespace SecurityKit.Crypto;

/// <summary>Makes fields from what a store holds; for adapters.</summary>
public static class EncryptedField
{
    /// <summary>Holds what was stored.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="envelope">The stored envelope.</param>
    /// <returns>The field; its value can be read once it is bound.</returns>
    public static Encrypted<T> FromEnvelope<T>(byte[] envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new Encrypted<T>(new StoredEnvelope(envelope));
    }

    /// <summary>As <see cref="FromEnvelope"/>, for a value under a subject's key.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="envelope">The stored envelope.</param>
    /// <returns>The field; its value can be read once it is bound.</returns>
    public static SubjectEncrypted<T> FromSubjectEnvelope<T>(byte[] envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new SubjectEncrypted<T>(new StoredEnvelope(envelope));
    }
}
