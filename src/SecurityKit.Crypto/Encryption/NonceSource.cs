using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Random nonces. The platform's generator costs as much as the encryption of a kilobyte, so each thread draws from it in batches and
/// wipes what it used. Every nonce is also mixed with the time: should a virtual machine be duplicated while a batch waits, the copies
/// go on with the same batch but not with the same nonces. Mixing leaves uniform bytes uniform.
/// </summary>
internal static class NonceSource
{
    private const int BatchBytes = 1536;

    [ThreadStatic]
    private static byte[]? t_batch;

    [ThreadStatic]
    private static int t_used;

    internal static void Fill(Span<byte> nonce, long utcTicks)
    {
        var batch = t_batch ??= NewBatch();
        if (t_used + nonce.Length > BatchBytes)
        {
            RandomNumberGenerator.Fill(batch);
            t_used = 0;
        }

        var fresh = batch.AsSpan(t_used, nonce.Length);
        t_used += nonce.Length;
        fresh.CopyTo(nonce);
        fresh.Clear();
        var mixed = nonce[^sizeof(long)..];
        BinaryPrimitives.WriteInt64LittleEndian(mixed, BinaryPrimitives.ReadInt64LittleEndian(mixed) ^ utcTicks);
    }

    private static byte[] NewBatch()
    {
        t_used = BatchBytes;
        return GC.AllocateUninitializedArray<byte>(BatchBytes, pinned: true);
    }
}
