using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>AES key wrap (RFC 3394) on the token: deterministic and authenticated, so only the token can have made what unwraps.</summary>
internal sealed class KeyWrapWrapping : ITokenWrapping
{
    public byte[] Wrap(Pkcs11KeySession session, ReadOnlySpan<byte> key, byte[] bound)
    {
        var (freshKey, wrapped) = session.WrapFreshKey();
        try
        {
            return HybridFormat.Seal(Pkcs11Mechanism.AesKeyWrap, wrapped, freshKey, key, bound);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(freshKey);
        }
    }

    public byte[]? Unwrap(Pkcs11KeySession session, ReadOnlySpan<byte> wrapped, byte[] bound)
    {
        var inner = HybridFormat.WrappedFreshKey(Pkcs11Mechanism.AesKeyWrap, wrapped);
        if (inner.Length != HybridFormat.FreshKeyBytes + 8)
        {
            return null;
        }

        var freshKey = session.UnwrapFreshKey(inner);
        try
        {
            return HybridFormat.Open(wrapped, inner.Length, freshKey, bound);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(freshKey);
        }
    }
}
