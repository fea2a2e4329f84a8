using System.Buffers;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>The shared pool's memory, wiped before it goes back: for pipes that carry plaintext. Thread-safe.</summary>
internal sealed class WipingMemoryPool : MemoryPool<byte>
{
    private const int DefaultSizeBytes = 4096;

    internal static WipingMemoryPool Instance { get; } = new();

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Lease(minBufferSize < 0 ? DefaultSizeBytes : minBufferSize);

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Lease(int size) : IMemoryOwner<byte>
    {
        private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(size);

        public Memory<byte> Memory => _buffer ?? throw new ObjectDisposedException(nameof(WipingMemoryPool));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            {
                CryptographicOperations.ZeroMemory(buffer);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
