using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class EncryptorProvider(
    KeyRingRegistry registry, TimeProvider clock, CryptoMetrics metrics, ILogger<EnvelopeEncryptor> logger, ILogger<StreamEncryptor> streamLogger) : IEncryptorProvider
{
    public IEncryptor ForRing(string ring) => new EnvelopeEncryptor(Find(ring), string.Empty, clock, metrics, logger);

    public IStreamEncryptor StreamsForRing(string ring) => new StreamEncryptor(Find(ring), string.Empty, metrics, streamLogger);

    private KeyRing Find(string ring)
    {
        ArgumentException.ThrowIfNullOrEmpty(ring);
        var found = registry.Get(ring);
        return found.Definition.Kind == KeyKind.Data
            ? found
            : throw new ArgumentException($"The keys of the ring '{ring}' are for {found.Definition.Kind}, not for encryption.", nameof(ring));
    }
}
