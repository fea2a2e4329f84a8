using System.Buffers.Binary;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>
/// A backup file: frames of length (4 bytes, little-endian) and envelope. Each envelope is bound to the migration, the pass and its number, and the
/// last one says how many there are, so that nothing can be taken out, put in, moved or cut off unnoticed.
/// </summary>
internal sealed class MigrationBackupFormat(IEncryptor encryptor, Guid migrationId, int pass)
{
    internal const string Purpose = "migration.backup";
    private const byte EndKind = 0;
    private const byte RecordKind = 1;
    private const int MaxFrameBytes = 1 << 30;

    private readonly IEncryptor _encryptor = encryptor.ForPurpose(Purpose);

    internal void WriteRecord(Stream file, long number, MigrationItem item)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(RecordKind);
            writer.Write(item.Id);
            writer.Write(item.Purpose);
            writer.Write(item.AssociatedData.Length);
            writer.Write(item.AssociatedData.Span);
            writer.Write(item.Content.Length);
            writer.Write(item.Content.Span);
        }

        WriteFrame(file, number, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    internal void WriteEnd(Stream file, long count)
    {
        Span<byte> end = stackalloc byte[1 + sizeof(long)];
        end[0] = EndKind;
        BinaryPrimitives.WriteInt64LittleEndian(end[1..], count);
        WriteFrame(file, count, end);
    }

    /// <summary>Reads all records from the one with number <paramref name="from"/>.</summary>
    /// <exception cref="DecryptionFailedException">The file is not whole, or not of this migration.</exception>
    internal IEnumerable<MigrationItem> Read(string path, long from = 0)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        for (var number = 0L; ; number++)
        {
            var frame = ReadFrame(file);
            if (number < from)
            {
                continue;
            }

            var content = _encryptor.Decrypt(frame, Place(number));
            if (content[0] == RecordKind)
            {
                yield return ToItem(content);
                continue;
            }

            if (BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(1)) != number)
            {
                throw new DecryptionFailedException();
            }

            yield break;
        }
    }

    private static MigrationItem ToItem(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content, 1, content.Length - 1), Encoding.UTF8);
        var id = reader.ReadString();
        var purpose = reader.ReadString();
        var associatedData = reader.ReadBytes(reader.ReadInt32());
        return new MigrationItem(id, reader.ReadBytes(reader.ReadInt32()), purpose, associatedData);
    }

    private static byte[] ReadFrame(Stream file)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        try
        {
            file.ReadExactly(length);
            var bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (bytes is <= 0 or > MaxFrameBytes || bytes > file.Length - file.Position)
            {
                throw new DecryptionFailedException();
            }

            var frame = new byte[bytes];
            file.ReadExactly(frame);
            return frame;
        }
        catch (EndOfStreamException)
        {
            throw new DecryptionFailedException();
        }
    }

    private void WriteFrame(Stream file, long number, ReadOnlySpan<byte> content)
    {
        var envelope = _encryptor.Encrypt(content, Place(number));
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, envelope.Length);
        file.Write(length);
        file.Write(envelope);
    }

    private byte[] Place(long number)
    {
        var place = new byte[16 + sizeof(int) + sizeof(long)];
        migrationId.TryWriteBytes(place);
        BinaryPrimitives.WriteInt32LittleEndian(place.AsSpan(16), pass);
        BinaryPrimitives.WriteInt64LittleEndian(place.AsSpan(20), number);
        return place;
    }
}
