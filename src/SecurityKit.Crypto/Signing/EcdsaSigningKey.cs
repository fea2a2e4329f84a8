using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>ES256 (RFC 7518, section 3.4).</summary>
internal sealed class EcdsaSigningKey(string id, ECDsa key, DateTimeOffset createdAt)
    : SigningKey(id, SigningAlgorithm.ES256, createdAt, key.ExportSubjectPublicKeyInfo())
{
    private const int SignatureBytes = 64;

    public override byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private protected override bool IsRight(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
