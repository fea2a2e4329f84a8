using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>One signing key. Its private part is not reachable from here but by signing. Signing and verifying are thread-safe.</summary>
public sealed class SigningKey
{
    private readonly ECDsa _key;
    private readonly ECParameters _public;

    internal SigningKey(string id, ECDsa key, DateTimeOffset createdAt)
    {
        Id = id;
        CreatedAt = createdAt;
        _key = key;
        _public = key.ExportParameters(includePrivateParameters: false);
    }

    /// <summary>The key's id (<c>kid</c>).</summary>
    public string Id { get; }

    /// <summary>The JWS algorithm: <c>ES256</c>.</summary>
    public string Algorithm => "ES256";

    /// <summary>When the key was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The public part (P-256).</summary>
    /// <returns>The parameters, without the private scalar.</returns>
    public ECParameters ExportPublicKey() => new() { Curve = _public.Curve, Q = new ECPoint { X = [.. _public.Q.X!], Y = [.. _public.Q.Y!] } };

    /// <summary>Signs with ECDSA over SHA-256.</summary>
    /// <param name="data">What to sign.</param>
    /// <returns>64 bytes, r and s concatenated (IEEE P1363), as JWS wants it.</returns>
    /// <exception cref="ObjectDisposedException">The key was taken out of use meanwhile; the ring has another active one by now.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Verifies a signature made by <see cref="Sign"/>. Nothing is right any more under a key that was taken out of use meanwhile.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">64 bytes, r and s concatenated.</param>
    /// <returns>Whether it is right.</returns>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
