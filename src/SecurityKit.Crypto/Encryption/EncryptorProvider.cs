using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class EncryptorProvider(
    KeyRingRegistry registry, TimeProvider clock, CryptoMetrics metrics, ILogger<EnvelopeEncryptor> logger) : IEncryptorProvider
{
    public IEncryptor ForRing(string ring)
    {
        ArgumentException.ThrowIfNullOrEmpty(ring);
        var found = registry.Get(ring);
        return found.Definition.Kind == KeyKind.Data
            ? new EnvelopeEncryptor(found, string.Empty, clock, metrics, logger)
            : throw new ArgumentException($"The keys of the ring '{ring}' are for {found.Definition.Kind}, not for encryption.", nameof(ring));
    }
}
