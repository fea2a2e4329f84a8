namespace SecurityKit.Crypto;

/// <summary>
/// One signing key, for one algorithm (RFC 8725, section 3.1). Its private part is not reachable from here but by signing. Signing and verifying are
/// thread-safe.
/// </summary>
public abstract class SigningKey
{
    private readonly byte[] _publicKey;

    private protected SigningKey(string id, SigningAlgorithm algorithm, DateTimeOffset createdAt, byte[] publicKey)
    {
        Id = id;
        Algorithm = algorithm.ToString();
        CreatedAt = createdAt;
        _publicKey = publicKey;
    }

    /// <summary>The key's id (<c>kid</c>).</summary>
    public string Id { get; }

    /// <summary>The JWS algorithm: <c>ES256</c> or <c>RS256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>When the key was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The public part, also of a key that was taken out of use.</summary>
    /// <returns>A DER-encoded SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).</returns>
    public byte[] ExportSubjectPublicKeyInfo() => [.. _publicKey];

    /// <summary>Signs as the key's algorithm does, over SHA-256.</summary>
    /// <param name="data">What to sign.</param>
    /// <returns>As JWS wants it: for ES256 64 bytes, r and s concatenated (IEEE P1363); for RS256 384 bytes (RFC 8017).</returns>
    /// <exception cref="ObjectDisposedException">The key was taken out of use meanwhile; the ring has another active one by now.</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Verifies a signature made by <see cref="Sign"/>. Nothing is right any more under a key that was taken out of use meanwhile.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature, in the form <see cref="Sign"/> gives it.</param>
    /// <returns>Whether it is right.</returns>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return IsRight(data, signature);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private protected abstract bool IsRight(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
