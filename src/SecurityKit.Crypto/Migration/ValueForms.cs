namespace SecurityKit.Crypto;

/// <summary>Reads values of a source in whichever form they are.</summary>
internal sealed class ValueForms(IEncryptor encryptor, IReadOnlyList<ILegacyFormat> formats)
{
    /// <summary>The earlier format that a value looks like; null for the kit's envelope and for what is of no known form.</summary>
    internal ILegacyFormat? LegacyOf(ReadOnlySpan<byte> content)
    {
        if (StoredForm.EnvelopeOf(content) is not null)
        {
            return null;
        }

        foreach (var format in formats)
        {
            if (format.IsMine(content))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Decrypts a value of either form; null when that fails.</summary>
    internal byte[]? TryDecrypt(MigrationItem item)
    {
        try
        {
            return StoredForm.EnvelopeOf(item.Content.Span) is { } envelope
                ? encryptor.ForPurpose(item.Purpose).Decrypt(envelope, item.AssociatedData.Span)
                : LegacyOf(item.Content.Span)?.Decrypt(item.Content.Span);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }
    }

    /// <summary>The kit's envelope for a value, as text.</summary>
    internal byte[] Encrypt(MigrationItem item, ReadOnlySpan<byte> plaintext) =>
        StoredForm.ToText(encryptor.ForPurpose(item.Purpose).Encrypt(plaintext, item.AssociatedData.Span));
}
