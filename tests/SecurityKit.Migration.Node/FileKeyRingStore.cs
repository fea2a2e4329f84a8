using System.Buffers.Binary;
using SecurityKit.Crypto;

namespace SecurityKit.Migration.Node;

/// <summary>A key ring in a file, for one process that changes it and others that read.</summary>
public sealed class FileKeyRingStore(string folder) : IKeyRingStore
{
    private readonly Lock _gate = new();
    private long _reserved;

    public async ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(ring)))
        {
            return null;
        }

        var bytes = await File.ReadAllBytesAsync(PathOf(ring), cancellationToken);
        return new StoredKeyRing(BinaryPrimitives.ReadInt64LittleEndian(bytes), bytes.AsMemory(sizeof(long)));
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(
        [.. Directory.GetFiles(folder, "*.ring").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]);

    public async ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if ((await LoadAsync(ring, cancellationToken))?.Revision is { } present && present != expectedRevision)
        {
            return false;
        }

        var bytes = new byte[sizeof(long) + content.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, expectedRevision + 1);
        content.CopyTo(bytes.AsMemory(sizeof(long)));
        await File.WriteAllBytesAsync(PathOf(ring) + ".tmp", bytes, cancellationToken);
        File.Move(PathOf(ring) + ".tmp", PathOf(ring), overwrite: true);
        return true;
    }

    public ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_reserved += count);
        }
    }

    private string PathOf(string ring) => Path.Combine(folder, ring + ".ring");
}
