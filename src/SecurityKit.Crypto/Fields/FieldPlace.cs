using System.Buffers.Binary;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Where an encrypted value belongs. It is bound to the value, so that moved to another place the value does not decrypt.</summary>
/// <param name="Table">The table or collection.</param>
/// <param name="Column">The column or member.</param>
/// <param name="RowKey">The row's key as text, the same at every reading.</param>
/// <remarks>Parts are not empty and valid Unicode; anything else is refused at the first use.</remarks>
public readonly record struct FieldPlace(string Table, string Column, string RowKey)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Table and column only: row keys may name people.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"{Table}.{Column}";

    /// <summary>What an envelope of this place is bound to: each part as UTF-8 behind its length (4, little-endian), so that parts cannot run into each other.</summary>
    /// <returns>The associated data.</returns>
    /// <exception cref="ArgumentException">A part is empty, or no valid Unicode.</exception>
    public byte[] ToAssociatedData()
    {
        ArgumentException.ThrowIfNullOrEmpty(Table);
        ArgumentException.ThrowIfNullOrEmpty(Column);
        ArgumentException.ThrowIfNullOrEmpty(RowKey);
        return Join(Table, Column, RowKey);
    }

    /// <exception cref="ArgumentException">A part is no valid Unicode: replaced characters would make two parts one.</exception>
    internal static byte[] Join(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += sizeof(int) + StrictUtf8.GetByteCount(part);
        }

        var joined = new byte[size];
        var rest = joined.AsSpan();
        foreach (var part in parts)
        {
            var count = StrictUtf8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, count);
            rest = rest[(sizeof(int) + count)..];
        }

        return joined;
    }
}
