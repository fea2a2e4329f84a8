using System.Buffers.Binary;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Where an encrypted value belongs. It is bound to the value, so that moved to another place the value does not decrypt.</summary>
/// <param name="Table">The table or collection.</param>
/// <param name="Column">The column or member.</param>
/// <param name="RowKey">The row's key as text, the same at every reading.</param>
public readonly record struct FieldPlace(string Table, string Column, string RowKey)
{
    /// <summary>Each part as UTF-8 behind its length (4, little-endian), so that parts cannot run into each other.</summary>
    internal byte[] ToAssociatedData() => Join(Table, Column, RowKey);

    internal static byte[] Join(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var joined = new byte[size];
        var rest = joined.AsSpan();
        foreach (var part in parts)
        {
            var count = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, count);
            rest = rest[(sizeof(int) + count)..];
        }

        return joined;
    }
}
