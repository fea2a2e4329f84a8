using System.Security.Cryptography;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>
/// Seals a passkey into its row. The public key is no secret; sealed, nobody who can only write to the database puts a key of theirs in its place.
/// </summary>
internal sealed class PasskeyProtector(IEncryptor encryptor)
{
    private const int IdBytes = 16;

    private readonly IEncryptor _encryptor = encryptor.ForPurpose("mfa.passkey");

    /// <summary>
    /// The authenticator's id: half of the SHA-256 of the credential id. So one passkey cannot be registered twice, whoever tries, on any store.
    /// </summary>
    internal static string IdOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId).AsSpan(0, IdBytes));

    internal byte[] Protect(PasskeyCredential credential, string authenticatorId, string subject) => _encryptor.Encrypt(
        JsonSerializer.SerializeToUtf8Bytes(credential, PasskeyJson.Default.PasskeyCredential), AuthenticatorBinding.Of(authenticatorId, subject));

    internal PasskeyCredential Unprotect(Authenticator authenticator)
    {
        var plain = _encryptor.Decrypt(authenticator.Protected, AuthenticatorBinding.Of(authenticator.Id, authenticator.Subject));
        return JsonSerializer.Deserialize(plain, PasskeyJson.Default.PasskeyCredential)!;
    }

    /// <summary>The active passkeys of a subject.</summary>
    internal IReadOnlyList<PasskeyCredential> AllOf(SubjectAuthenticators set) =>
        [.. set.Authenticators.Where(a => a is { IsActive: true, Method: MfaMethod.Passkey }).Select(Unprotect)];
}
