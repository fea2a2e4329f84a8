using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Encrypts the address or number of an authenticator, bound to its row.</summary>
internal sealed class DestinationProtector(IEncryptor encryptor)
{
    private readonly IEncryptor _encryptor = encryptor.ForPurpose("mfa.destination");

    internal byte[] Protect(string destination, string authenticatorId, string subject)
    {
        var plain = Encoding.UTF8.GetBytes(destination);
        try
        {
            return _encryptor.Encrypt(plain, AuthenticatorBinding.Of(authenticatorId, subject));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    internal string Unprotect(Authenticator authenticator) => Encoding.UTF8.GetString(
        _encryptor.Decrypt(authenticator.Protected, AuthenticatorBinding.Of(authenticator.Id, authenticator.Subject)));
}
