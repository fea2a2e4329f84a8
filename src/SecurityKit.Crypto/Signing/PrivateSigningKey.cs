using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>The private part of signing keys as it is wrapped: PKCS#8 (RFC 5958).</summary>
internal static class PrivateSigningKey
{
    private const int EcdsaBits = 256;
    private const int RsaBits = 3072;

    internal static byte[] New(SigningAlgorithm algorithm)
    {
        using AsymmetricAlgorithm key = algorithm == SigningAlgorithm.RS256 ? RSA.Create(RsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    /// <exception cref="KeyUnwrapException">It is not a private key of the algorithm its record names.</exception>
    internal static RingKey Open(KeyRecord record, ReadOnlySpan<byte> pkcs8)
    {
        if (!Enum.TryParse<SigningAlgorithm>(record.Algorithm, out var algorithm) || !Enum.IsDefined(algorithm))
        {
            throw new KeyUnwrapException($"The signing key {record.Id} is for an algorithm this version does not have.");
        }

        AsymmetricAlgorithm key = algorithm == SigningAlgorithm.RS256 ? RSA.Create() : ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key switch
            {
                RSA { KeySize: RsaBits } rsa => new RingKey(record.KeyId, new RsaSigningKey(record.Id, rsa, record.CreatedAt), rsa),
                ECDsa { KeySize: EcdsaBits } ecdsa => new RingKey(record.KeyId, new EcdsaSigningKey(record.Id, ecdsa, record.CreatedAt), ecdsa),
                _ => throw new CryptographicException($"A key of {key.KeySize} bits is none that this kit makes."),
            };
        }
        catch (CryptographicException exception)
        {
            key.Dispose();
            throw new KeyUnwrapException($"The signing key {record.Id} unwrapped to something that is not a private key for {record.Algorithm}.", exception);
        }
    }
}
