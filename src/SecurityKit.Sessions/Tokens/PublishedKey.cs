using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>A key of a published set, with the one algorithm it verifies (RFC 8725, section 3.1).</summary>
internal sealed class PublishedKey : IDisposable
{
    private readonly IDisposable _owner;
    private readonly Func<CompactJws, bool> _isRight;

    private PublishedKey(SigningAlgorithm algorithm, IDisposable owner, Func<CompactJws, bool> isRight)
    {
        Algorithm = algorithm.ToString();
        _owner = owner;
        _isRight = isRight;
    }

    internal string Algorithm { get; }

    /// <summary>Null for keys of other kinds and uses.</summary>
    internal static PublishedKey? TryRead(JsonElement jwk)
    {
        if (PublicJsonWebKey.TryRead(jwk) is { } point)
        {
            return new PublishedKey(SigningAlgorithm.ES256, point, jws => jws.IsSignedBy(point.Key));
        }

        return RsaJsonWebKey.TryRead(jwk) is { } rsa ? new PublishedKey(SigningAlgorithm.RS256, rsa, jws => jws.IsSignedBy(rsa)) : null;
    }

    internal bool HasSigned(CompactJws jws) => _isRight(jws);

    public void Dispose() => _owner.Dispose();
}
