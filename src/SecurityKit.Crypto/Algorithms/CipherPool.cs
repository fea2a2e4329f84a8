using System.Runtime.InteropServices;

namespace SecurityKit.Crypto;

/// <summary>
/// Lends cipher instances, one per operation. Returned instances wait in a slot near the processor that returned them, so that
/// the usual case is one uncontended exchange; a burst beyond the slots creates instances and drops them afterwards.
/// </summary>
internal sealed class CipherPool<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Func<T> _create;
    private readonly Slot[] _slots;
    private int _isDisposed;

    internal CipherPool(Func<T> create)
    {
        _create = create;
        _slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];
    }

    internal T Rent()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return Interlocked.Exchange(ref NearestSlot().Instance, null) ?? _create();
    }

    internal void Return(T instance)
    {
        ref var slot = ref NearestSlot();
        Interlocked.Exchange(ref slot.Instance, instance)?.Dispose();
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            Interlocked.Exchange(ref slot.Instance, null)?.Dispose();
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, 1);
        foreach (ref var slot in _slots.AsSpan())
        {
            Interlocked.Exchange(ref slot.Instance, null)?.Dispose();
        }
    }

    private ref Slot NearestSlot() => ref _slots[Thread.GetCurrentProcessorId() & (_slots.Length - 1)];

    /// <summary>A cache line of its own, so that processors do not wait for one another.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        internal T? Instance;
#pragma warning disable CS0169, IDE0051, CA1823 // padding
        private readonly long _p1, _p2, _p3, _p4, _p5, _p6, _p7;
#pragma warning restore CS0169, IDE0051, CA1823
    }
}
