using System.Runtime.CompilerServices;

namespace SecurityKit.Crypto;

/// <summary>Reads a ledger line by line, in the memory of one line.</summary>
internal static class LedgerLines
{
    private const int FirstBufferBytes = 4096;
    private const byte LineFeed = (byte)'\n';

    /// <summary>Each line without its line feed. One that is too long to be a line of a ledger comes as an empty one; the last one may be cut short.</summary>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[FirstBufferBytes];
        var (start, end) = (0, 0);
        var isTooLong = false;
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf(LineFeed);
            if (length >= 0)
            {
                yield return isTooLong ? ReadOnlyMemory<byte>.Empty : buffer.AsMemory(start, length);
                isTooLong = false;
                start += length + 1;
                continue;
            }

            (buffer, start, end, isTooLong) = MakeRoom(buffer, start, end, isTooLong);
            var read = await source.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > start || isTooLong)
        {
            yield return isTooLong ? ReadOnlyMemory<byte>.Empty : buffer.AsMemory(start, end - start);
        }
    }

    private static (byte[] Buffer, int Start, int End, bool IsTooLong) MakeRoom(byte[] buffer, int start, int end, bool isTooLong)
    {
        var kept = end - start;
        if (isTooLong || kept >= ErasureLedgerFormat.MaxLineBytes)
        {
            return (buffer, 0, 0, true);
        }

        var roomier = kept > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, start, roomier, 0, kept);
        return (roomier, 0, kept, false);
    }
}
