using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecurityKit.Crypto;

/// <summary>
/// Reads data that may still be in an earlier system's format and gives it back in the kit's envelope, so that old and new are readable at the
/// same time while data moves. Take it out when the move is over: earlier formats bind no associated data, so within them a value can be
/// moved to another field or row. Thread-safe.
/// </summary>
public sealed class LegacyReader
{
    private readonly IEncryptor _encryptor;
    private readonly ILegacyFormat[] _formats;

    /// <summary>Creates a reader.</summary>
    /// <param name="encryptor">For the new envelopes, with its purpose.</param>
    /// <param name="formats">The earlier formats, tried in this order.</param>
    public LegacyReader(IEncryptor encryptor, params IEnumerable<ILegacyFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        ArgumentNullException.ThrowIfNull(formats);
        _encryptor = encryptor;
        _formats = [.. formats];
    }

    /// <summary>Told when data was read and could not be renewed.</summary>
    /// <value>Default: a logger that writes nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Reads stored data of either form. That a replacement cannot be encrypted (a key that is exhausted) does not fail the reading: then there is none.</summary>
    /// <param name="stored">The kit's envelope (binary or base64url), or data of an earlier format.</param>
    /// <param name="associatedData">What the data belongs to; checked for the kit's envelopes, bound to the replacement of others.</param>
    /// <returns>The data, and what to store instead.</returns>
    /// <exception cref="DecryptionFailedException">It is of no known form, was changed, or its key is gone.</exception>
    public LegacyReading Read(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> associatedData = default)
    {
        if (StoredForm.EnvelopeOf(stored) is { } envelope)
        {
            return new LegacyReading(_encryptor.Decrypt(envelope, associatedData), Format: null, Replacement: null);
        }

        if (FormatOf(stored) is not { } format)
        {
            throw new DecryptionFailedException();
        }

        var plaintext = format.Decrypt(stored);
        return new LegacyReading(plaintext, format.Name, TryRenew(format, plaintext, associatedData));
    }

    /// <summary>Reads stored data and stores what was of an earlier format anew.</summary>
    /// <param name="stored">What is stored.</param>
    /// <param name="associatedData">What the data belongs to.</param>
    /// <param name="replace">
    /// Stores the replacement if the data is still what was read; otherwise does nothing. Its failure does not fail the reading: the next one tries again.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The data; the caller wipes it.</returns>
    /// <exception cref="DecryptionFailedException">See <see cref="Read"/>.</exception>
    public async ValueTask<byte[]> ReadAsync(
        ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> associatedData,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> replace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replace);
        var reading = Read(stored.Span, associatedData.Span);
        if (reading.Replacement is { } replacement)
        {
            try
            {
                await replace(replacement, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The data was read; that it could not be renewed costs nothing but another try.
                CryptoLog.LegacyNotRenewed(Logger, reading.Format!, exception);
            }
        }

        return reading.Plaintext;
    }

    private byte[]? TryRenew(ILegacyFormat format, byte[] plaintext, ReadOnlySpan<byte> associatedData)
    {
        try
        {
            return StoredForm.ToText(_encryptor.Encrypt(plaintext, associatedData));
        }
        catch (Exception exception) when (exception is SecurityKitException or ArgumentException or ObjectDisposedException)
        {
            CryptoLog.LegacyNotRenewed(Logger, format.Name, exception);
            return null;
        }
    }

    private ILegacyFormat? FormatOf(ReadOnlySpan<byte> stored)
    {
        foreach (var format in _formats)
        {
            if (format.IsMine(stored))
            {
                return format;
            }
        }

        return null;
    }
}
