namespace SecurityKit.Crypto;

/// <summary>Which key a stored value needs, read from its head without decrypting.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Envelope">The envelope; null for a stream.</param>
/// <param name="IsText">Whether the envelope is stored as base64url.</param>
internal readonly record struct StoredKey(KeyId KeyId, byte[]? Envelope, bool IsText)
{
    internal bool IsStream => Envelope is null;

    /// <summary>The key of a value; null where the value is neither an envelope nor a stream.</summary>
    internal static StoredKey? Of(ReadOnlySpan<byte> content)
    {
        if (StoredForm.EnvelopeOf(content) is { } envelope)
        {
            return new StoredKey(KeyId.Read(envelope.AsSpan(EnvelopeFormat.KeyIdOffset)), envelope, IsText: !content.SequenceEqual(envelope));
        }

        return content.Length >= StreamFormat.HeaderSizeBytes
            && StreamFormat.TryRead(content[..StreamFormat.HeaderSizeBytes], out _, out _, out var keyId) is null
            ? new StoredKey(keyId, Envelope: null, IsText: false)
            : null;
    }
}
