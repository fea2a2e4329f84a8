using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>Brings single values under the newest key: with the same purpose and associated data, and read back before anything is replaced.</summary>
internal sealed class ValueMover(IEncryptor encryptor, IStreamEncryptor streams)
{
    /// <summary>An envelope under the newest key, in the form it is stored in; null where it does not decrypt.</summary>
    internal MigrationReplacement? Renew(MigrationItem item, StoredKey stored)
    {
        if (TryDecrypt(item, stored.Envelope!) is not { } plaintext)
        {
            return null;
        }

        var renewed = encryptor.ForPurpose(item.Purpose).Encrypt(plaintext, item.AssociatedData.Span);
        var readBack = TryDecrypt(item, renewed);
        var isSame = readBack is not null && CryptographicOperations.FixedTimeEquals(plaintext, readBack);
        CryptographicOperations.ZeroMemory(plaintext);
        CryptographicOperations.ZeroMemory(readBack);
        return isSame
            ? new MigrationReplacement(item.Id, item.Content, stored.IsText ? StoredForm.ToText(renewed) : renewed)
            : throw new DecryptionFailedException();
    }

    /// <summary>A stream that the source holds in memory, under the newest key; null where it does not decrypt.</summary>
    internal async ValueTask<MigrationReplacement?> RenewStreamAsync(MigrationItem item, CancellationToken cancellationToken)
    {
        using var renewed = new MemoryStream();
        try
        {
            await StreamRenewal.RenewAsync(StreamsOf(item), ReaderOf(item), renewed, item.AssociatedData, cancellationToken).ConfigureAwait(false);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }

        return new MigrationReplacement(item.Id, item.Content, renewed.ToArray());
    }

    /// <summary>Moves a stream that the source keeps outside memory.</summary>
    /// <returns>Whether it was moved; false where the host changed it meanwhile, null where it does not decrypt.</returns>
    internal async ValueTask<bool?> MoveAsync(MigrationItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await item.Stream!.ReplaceAsync(
                (source, destination, token) => StreamRenewal.RenewAsync(StreamsOf(item), source, destination, item.AssociatedData, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }
    }

    /// <summary>Whether a value decrypts, a stream to its very end.</summary>
    internal async ValueTask<bool> IsReadableAsync(MigrationItem item, StoredKey stored, CancellationToken cancellationToken)
    {
        if (!stored.IsStream)
        {
            var plaintext = TryDecrypt(item, stored.Envelope!);
            CryptographicOperations.ZeroMemory(plaintext);
            return plaintext is not null;
        }

        // What is gone by now stands in nobody's way.
        var source = item.Stream is { } file ? await file.OpenAsync(cancellationToken).ConfigureAwait(false) : ReaderOf(item);
        if (source is null)
        {
            return true;
        }

        await using (source.ConfigureAwait(false))
        {
            try
            {
                await StreamsOf(item).DecryptAsync(source, Stream.Null, item.AssociatedData, progress: null, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DecryptionFailedException)
            {
                return false;
            }
        }
    }

    private static MemoryStream ReaderOf(MigrationItem item) => new(item.Content.ToArray(), writable: false);

    private IStreamEncryptor StreamsOf(MigrationItem item) => streams.ForPurpose(item.Purpose);

    private byte[]? TryDecrypt(MigrationItem item, byte[] envelope)
    {
        try
        {
            return encryptor.ForPurpose(item.Purpose).Decrypt(envelope, item.AssociatedData.Span);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }
    }
}
