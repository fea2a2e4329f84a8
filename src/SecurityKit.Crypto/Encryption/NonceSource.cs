using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Random nonces. One call of the platform's generator costs as much as encrypting two kilobytes, so each thread draws from it in batches and
/// wipes what it used. Every nonce is also mixed with the time: should a virtual machine be duplicated while a batch waits, the copies
/// go on with the same batch but not with the same nonces. Mixing leaves uniform bytes uniform.
/// </summary>
internal static class NonceSource
{
    private const int BatchBytes = 6144;

    [ThreadStatic]
    private static Batch? t_batch;

    internal static void Fill(Span<byte> nonce, long utcTicks)
    {
        var batch = t_batch ??= new Batch();
        batch.Take(nonce);
        var mixed = nonce[^sizeof(long)..];
        BinaryPrimitives.WriteInt64LittleEndian(mixed, BinaryPrimitives.ReadInt64LittleEndian(mixed) ^ utcTicks);
    }

    /// <summary>For one thread.</summary>
    private sealed class Batch
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BatchBytes, pinned: true);
        private int _used = BatchBytes;

        internal void Take(Span<byte> nonce)
        {
            if (_used + nonce.Length > BatchBytes)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            var fresh = _bytes.AsSpan(_used, nonce.Length);
            _used += nonce.Length;
            fresh.CopyTo(nonce);
            fresh.Clear();
        }
    }
}
