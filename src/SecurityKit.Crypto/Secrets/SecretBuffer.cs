using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Key bytes in memory that the collector never moves, wiped at disposal. Reading and wiping exclude each other, so that nobody
/// ever works with a half-wiped key.
/// </summary>
internal sealed class SecretBuffer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly byte[] _bytes;
    private bool _isDisposed;

    internal SecretBuffer(ReadOnlySpan<byte> secret)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(_bytes);
    }

    internal delegate TResult Reader<out TResult>(ReadOnlySpan<byte> secret);

    internal delegate void Filler<in TArgument>(ReadOnlySpan<byte> secret, TArgument argument, Span<byte> destination)
        where TArgument : allows ref struct;

    internal int Length => _bytes.Length;

    /// <summary>Gives the bytes to <paramref name="reader"/>, which must not keep them.</summary>
    /// <exception cref="ObjectDisposedException">The key was wiped.</exception>
    internal TResult Use<TResult>(Reader<TResult> reader)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return reader(_bytes);
        }
    }

    internal void Use<TArgument>(TArgument argument, Span<byte> destination, Filler<TArgument> filler)
        where TArgument : allows ref struct
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            filler(_bytes, argument, destination);
        }
    }

    internal void XorInto(Span<byte> block)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            for (var i = 0; i < block.Length; i++)
            {
                block[i] ^= _bytes[i];
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CryptographicOperations.ZeroMemory(_bytes);
        }
    }

    /// <summary>Never the bytes.</summary>
    public override string ToString() => nameof(SecretBuffer);
}
