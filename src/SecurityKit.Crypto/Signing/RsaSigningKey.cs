using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>RS256 (RFC 7518, section 3.3).</summary>
internal sealed class RsaSigningKey(string id, RSA key, DateTimeOffset createdAt)
    : SigningKey(id, SigningAlgorithm.RS256, createdAt, key.ExportSubjectPublicKeyInfo())
{
    private readonly int _signatureBytes = key.KeySize / 8;

    public override byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private protected override bool IsRight(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == _signatureBytes && key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
