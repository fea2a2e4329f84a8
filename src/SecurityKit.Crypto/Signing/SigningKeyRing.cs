namespace SecurityKit.Crypto;

internal sealed class SigningKeyRing(KeyRingRegistry registry) : ISigningKeyRing
{
    private readonly KeyRing _ring = registry.Get(KeyRingNames.Signing);

    public SigningKeySet Current => _ring.Now.SigningKeys!;
}
