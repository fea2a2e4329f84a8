using System.Buffers;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>The memory that one stream takes, however long it is: this segment, the next one, and the result. Wiped and given back at the end.</summary>
internal sealed class SegmentBuffers(int inputSize, int outputSize) : IDisposable
{
    private byte[] _present = ArrayPool<byte>.Shared.Rent(inputSize);
    private byte[] _next = ArrayPool<byte>.Shared.Rent(inputSize);
    private readonly byte[] _output = ArrayPool<byte>.Shared.Rent(outputSize);

    internal Memory<byte> Present => _present.AsMemory(0, inputSize);

    internal Memory<byte> Next => _next.AsMemory(0, inputSize);

    internal Memory<byte> Output => _output.AsMemory(0, outputSize);

    internal void MoveOn() => (_present, _next) = (_next, _present);

    public void Dispose()
    {
        foreach (var buffer in (byte[][])[_present, _next, _output])
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
