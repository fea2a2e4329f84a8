using System.Buffers;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Collects what an encryptor writes in an array of exactly the size it asks for, so that the usual single write is neither copied nor left behind.
/// For one thread.
/// </summary>
internal sealed class WholeArrayWriter : IBufferWriter<byte>
{
    private const int UnknownSizeBytes = 256;

    private byte[] _array = [];
    private int _written;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _written);
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsSpan(_written);
    }

    /// <summary>What was written. The writer is of no use afterwards.</summary>
    internal byte[] ToArray()
    {
        var whole = _array;
        if (_written != whole.Length)
        {
            Resize(_written);
            whole = _array;
        }

        _array = [];
        return whole;
    }

    private void EnsureRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = _written + (sizeHint == 0 ? UnknownSizeBytes : sizeHint);
        if (_array.Length < needed)
        {
            Resize(needed);
        }
    }

    private void Resize(int size)
    {
        var larger = GC.AllocateUninitializedArray<byte>(size);
        _array.AsSpan(0, _written).CopyTo(larger);
        CryptographicOperations.ZeroMemory(_array);
        _array = larger;
    }
}
