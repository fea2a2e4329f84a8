using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class SubjectEncryptor(
    SubjectKeyring keyring, string purpose, TimeProvider clock, CryptoMetrics metrics, ILogger<SubjectEncryptor> logger) : ISubjectEncryptor
{
    public string Purpose { get; } = purpose;

    public ISubjectEncryptor ForPurpose(string purpose) =>
        new SubjectEncryptor(keyring, Crypto.Purpose.Append(Purpose, purpose), clock, metrics, logger);

    public async ValueTask<byte[]> EncryptAsync(
        string subject, ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> associatedData = default, CancellationToken cancellationToken = default)
    {
        EnvelopeCipher.CheckSize(plaintext.Length, nameof(plaintext));
        var keys = await keyring.EnterOrCreateAsync(subject, cancellationToken).ConfigureAwait(false);
        try
        {
            var writer = new WholeArrayWriter();
            EnvelopeCipher.Seal(keys.Current.ForEnvelope(Purpose), clock.GetUtcNow().UtcTicks, plaintext.Span, associatedData.Span, writer);
            return writer.ToArray();
        }
        finally
        {
            keys.Leave();
        }
    }

    public async ValueTask<byte[]> DecryptAsync(
        string subject, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> associatedData = default, CancellationToken cancellationToken = default)
    {
        var (plaintext, failure) = await TryDecryptAsync(subject, envelope, associatedData, cancellationToken).ConfigureAwait(false);
        if (failure is { } reason)
        {
            metrics.Failed(reason, KeyRingNames.Subjects);
            CryptoLog.DecryptionFailed(logger, reason, KeyRingNames.Subjects, Purpose, KeyIdOf(envelope.Span));
            throw new DecryptionFailedException();
        }

        return plaintext;
    }

    /// <summary>As <see cref="DecryptAsync"/>, for who expects a refusal: it is neither logged nor counted.</summary>
    internal async ValueTask<(byte[] Plaintext, DecryptionFailure? Failure)> TryDecryptAsync(
        string subject, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        if (EnvelopeFormat.TryReadPrefix(envelope.Span, out var algorithm, out var keyId) is { } malformed)
        {
            SubjectHandles.Check(subject);
            return ([], malformed);
        }

        if (await keyring.EnterAsync(subject, cancellationToken).ConfigureAwait(false) is not { } keys)
        {
            return ([], DecryptionFailure.UnknownSubject);
        }

        try
        {
            if (keys.Find(keyId) is not { } key)
            {
                return ([], keys.WhyMissing(keyId));
            }

            var writer = new WholeArrayWriter();
            var failure = key.Algorithm == algorithm
                ? EnvelopeCipher.Open(key.ForEnvelope(Purpose), envelope.Span, associatedData.Span, writer)
                : DecryptionFailure.UnknownAlgorithm;
            return (failure is null ? writer.ToArray() : [], failure);
        }
        finally
        {
            keys.Leave();
        }
    }

    private static string? KeyIdOf(ReadOnlySpan<byte> envelope) =>
        EnvelopeFormat.TryReadPrefix(envelope, out _, out var keyId) is null ? keyId.ToString() : null;
}
