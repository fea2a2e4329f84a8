using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>Unkeyed BLAKE2b (RFC 7693) with 1 to 64 bytes of output: the hash inside Argon2, which the platform does not have. Not thread-safe.</summary>
internal ref struct Blake2b
{
    internal const int MaxOutputBytes = 64;
    private const int BlockBytes = 128;
    private const int Rounds = 12;

    private static readonly ulong[] InitialState =
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    private StateWords _state;
    private BlockBuffer _buffer;
    private readonly int _outputBytes;
    private int _buffered;
    private ulong _length;

    internal Blake2b(int outputBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputBytes, MaxOutputBytes);
        _outputBytes = outputBytes;
        InitialState.CopyTo(_state);
        _state[0] ^= 0x01010000u ^ (uint)outputBytes;
    }

    // RFC 7693, section 2.7; rounds 10 and 11 repeat the first two rows.
    private static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    ];

    internal static void Hash(ReadOnlySpan<byte> data, Span<byte> output)
    {
        var hash = new Blake2b(output.Length);
        hash.Append(data);
        hash.Finish(output);
    }

    internal void Append(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Append(bytes);
    }

    internal void Append(scoped ReadOnlySpan<byte> data)
    {
        Span<byte> buffer = _buffer;
        while (!data.IsEmpty)
        {
            // The last block is compressed with its own flag, so a full buffer waits until more is known to follow.
            if (_buffered == BlockBytes)
            {
                _length += BlockBytes;
                Compress(isLast: false);
                _buffered = 0;
            }

            var taken = Math.Min(BlockBytes - _buffered, data.Length);
            data[..taken].CopyTo(buffer[_buffered..]);
            _buffered += taken;
            data = data[taken..];
        }
    }

    /// <summary>Writes the hash and wipes the state; the instance is spent.</summary>
    internal void Finish(scoped Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, _outputBytes);
        Span<byte> buffer = _buffer;
        buffer[_buffered..].Clear();
        _length += (uint)_buffered;
        Compress(isLast: true);

        Span<byte> full = stackalloc byte[MaxOutputBytes];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(full[(8 * i)..], _state[i]);
        }

        full[.._outputBytes].CopyTo(output);
        CryptographicOperations.ZeroMemory(full);
        CryptographicOperations.ZeroMemory(buffer);
        Span<ulong> state = _state;
        state.Clear();
    }

    private void Compress(bool isLast)
    {
        Span<ulong> m = stackalloc ulong[16];
        Span<byte> buffer = _buffer;
        for (var i = 0; i < m.Length; i++)
        {
            m[i] = BinaryPrimitives.ReadUInt64LittleEndian(buffer[(8 * i)..]);
        }

        Span<ulong> v = stackalloc ulong[16];
        Span<ulong> state = _state;
        state.CopyTo(v);
        InitialState.CopyTo(v[8..]);
        v[12] ^= _length;
        v[14] ^= isLast ? ulong.MaxValue : 0;

        for (var round = 0; round < Rounds; round++)
        {
            var s = Schedule.Slice(16 * round, 16);
            Mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
            Mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
            Mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
            Mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
            Mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
            Mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
            Mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
            Mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
        }

        for (var i = 0; i < state.Length; i++)
        {
            state[i] ^= v[i] ^ v[i + 8];
        }

        m.Clear();
        v.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
    }

    [InlineArray(8)]
    private struct StateWords
    {
        private ulong _first;
    }

    [InlineArray(BlockBytes)]
    private struct BlockBuffer
    {
        private byte _first;
    }
}
