namespace SecurityKit.Pkcs11;

/// <summary>One way of wrapping with a key on a token. Called by one thread at a time, with the session whose turn it is.</summary>
internal interface ITokenWrapping
{
    /// <summary>Wraps a key and binds it to what it belongs to.</summary>
    byte[] Wrap(Pkcs11KeySession session, ReadOnlySpan<byte> key, byte[] bound);

    /// <summary>Unwraps a key into a pinned array; null when it was changed, wrapped otherwise, or belongs elsewhere.</summary>
    byte[]? Unwrap(Pkcs11KeySession session, ReadOnlySpan<byte> wrapped, byte[] bound);
}
