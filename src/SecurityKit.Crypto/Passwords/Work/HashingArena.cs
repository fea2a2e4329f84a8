using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SecurityKit.Crypto;

/// <summary>
/// Working memory outside the managed heap: never moved, so never copied about by the collector, and wiped after every use.
/// Used by one thread at a time; the lanes of one computation share it.
/// </summary>
internal sealed unsafe class HashingArena : IDisposable
{
    private const nuint LargePageBytes = 2 * 1024 * 1024;
    private const nuint CacheLineBytes = 64;

    private void* _memory;

    internal HashingArena(int bytes)
    {
        // On a boundary of a large page the system may back it with few large pages instead of thousands of small ones.
        _memory = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)bytes >= LargePageBytes ? LargePageBytes : CacheLineBytes);
        Bytes = bytes;
        Wipe();
    }

    [SuppressMessage("Design", "CA1063", Justification = "Sealed; the finaliser only returns native memory.")]
    ~HashingArena() => Free();

    internal int Bytes { get; }

    internal Span<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory is null, this);
            return new Span<byte>(_memory, Bytes);
        }
    }

    internal void Wipe() => NativeMemory.Clear(_memory, (nuint)Bytes);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
