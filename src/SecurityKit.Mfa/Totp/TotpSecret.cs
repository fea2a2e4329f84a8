using System.Buffers.Binary;
using System.Security.Cryptography;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>
/// A TOTP secret with its parameters, in the form that is encrypted and kept:
/// <code>version (1) | algorithm (1) | digits (1) | period in seconds, big-endian (2) | secret</code>
/// The envelope is bound to the authenticator and its subject, so it opens in no other row.
/// </summary>
internal sealed class TotpSecret(byte[] secret, TotpParameters parameters) : IDisposable
{
    internal const int NewSecretBytes = 20;
    private const byte Version = 1;
    private const int HeaderBytes = 5;

    internal static TotpSecret Create(TotpParameters parameters) => new(RandomNumberGenerator.GetBytes(NewSecretBytes), parameters);

    internal string ToBase32() => Base32.Encode(secret, Base32.StandardAlphabet);

    internal TotpGenerator CreateGenerator() => new(secret, parameters);

    internal byte[] Protect(IEncryptor encryptor, string authenticatorId, string subject)
    {
        Span<byte> plain = stackalloc byte[HeaderBytes + secret.Length];
        plain[0] = Version;
        plain[1] = (byte)parameters.Algorithm;
        plain[2] = (byte)parameters.Digits;
        BinaryPrimitives.WriteUInt16BigEndian(plain[3..], (ushort)parameters.Period.TotalSeconds);
        secret.CopyTo(plain[HeaderBytes..]);
        try
        {
            return encryptor.Encrypt(plain, AuthenticatorBinding.Of(authenticatorId, subject));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    internal static TotpSecret Unprotect(IEncryptor encryptor, Authenticator authenticator)
    {
        var plain = encryptor.Decrypt(authenticator.Protected, AuthenticatorBinding.Of(authenticator.Id, authenticator.Subject));
        try
        {
            if (plain.Length <= HeaderBytes || plain[0] != Version)
            {
                throw new DecryptionFailedException();
            }

            var period = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt16BigEndian(plain.AsSpan(3)));
            return new TotpSecret(plain[HeaderBytes..], new TotpParameters((TotpAlgorithm)plain[1], plain[2], period));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}
