using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Bounds all password hashing of a process: so many threads, so much memory. Who does not fit waits, first come first served.
/// Arenas are kept for the next caller; those of another size give way when memory is short. Thread-safe.
/// </summary>
internal sealed class HashingCapacity : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly List<HashingArena> _idle = [];
    private readonly long _maxBytes;
    private readonly int _maxThreads;
    private long _heldBytes;
    private int _busyThreads;
    private bool _isDisposed;

    public HashingCapacity(IOptions<PasswordHashingOptions> options)
        : this(options.Value.MemoryCapMiB * 1024L * 1024L, options.Value.EffectiveThreads)
    {
    }

    internal HashingCapacity(long maxBytes, int maxThreads)
    {
        _maxBytes = maxBytes;
        _maxThreads = maxThreads;
    }

    /// <summary>Bytes of arenas that exist now, in use or idle.</summary>
    internal long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _heldBytes;
            }
        }
    }

    /// <summary>The most bytes of arenas that ever existed at one time.</summary>
    internal long PeakBytes { get; private set; }

    /// <summary>The most threads that ever hashed at one time.</summary>
    internal int PeakThreads { get; private set; }

    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for room.</summary>
    /// <param name="bytes">Working memory; 0 for none.</param>
    /// <param name="threads">Threads that can be used; fewer may be granted, when the process may not use that many.</param>
    /// <param name="cancellationToken">Gives up the place in the queue.</param>
    /// <returns>The permit; dispose it.</returns>
    internal async ValueTask<HashingPermit> EnterAsync(int bytes, int threads, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (bytes > _maxBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "More than the memory cap: it could never run.");
        }

        var waiter = new Waiter(bytes, Math.Clamp(threads, 1, _maxThreads));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            waiter.Node = _waiting.AddLast(waiter);
        }

        Admit();
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (capacity, waiter) = ((HashingCapacity, Waiter))state!;
                capacity.GiveUp(waiter, token);
            },
            (this, waiter));
        await using (registration.ConfigureAwait(false))
        {
            var arena = await waiter.Granted.Task.ConfigureAwait(false);
            return Open(waiter, arena);
        }
    }

    internal void Return(HashingArena? arena, int threads)
    {
        lock (_gate)
        {
            _busyThreads -= threads;
            if (arena is not null && !_isDisposed)
            {
                _idle.Add(arena);
                arena = null;
            }
        }

        arena?.Dispose();
        Admit();
    }

    public void Dispose()
    {
        List<Waiter> refused;
        List<HashingArena> freed;
        lock (_gate)
        {
            _isDisposed = true;
            refused = [.. _waiting];
            freed = [.. _idle];
            _waiting.Clear();
            _idle.Clear();
        }

        refused.ForEach(waiter => waiter.Granted.TrySetException(new ObjectDisposedException(nameof(HashingCapacity))));
        freed.ForEach(arena => arena.Dispose());
    }

    // Memory that was accounted for but is not there yet is taken here, outside the lock.
    private HashingPermit Open(Waiter waiter, HashingArena? arena)
    {
        if (waiter.Bytes == 0 || arena is not null)
        {
            return new HashingPermit(this, arena, waiter.Threads);
        }

        try
        {
            return new HashingPermit(this, new HashingArena(waiter.Bytes), waiter.Threads);
        }
        catch (OutOfMemoryException)
        {
            lock (_gate)
            {
                _heldBytes -= waiter.Bytes;
            }

            Return(arena: null, waiter.Threads);
            throw;
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node?.List is null)
            {
                return;
            }

            _waiting.Remove(waiter.Node);
        }

        waiter.Granted.TrySetCanceled(cancellationToken);

        // It may have been the one at the front that was too large for the moment.
        Admit();
    }

    private void Admit()
    {
        lock (_gate)
        {
            while (_waiting.First is { } first && first.Value.Threads <= _maxThreads - _busyThreads)
            {
                if (!TryReserve(first.Value.Bytes, out var arena))
                {
                    break;
                }

                _waiting.RemoveFirst();
                _busyThreads += first.Value.Threads;
                PeakThreads = Math.Max(PeakThreads, _busyThreads);
                first.Value.Granted.SetResult(arena);
            }
        }
    }

    private bool TryReserve(int bytes, out HashingArena? arena)
    {
        arena = null;
        if (bytes == 0)
        {
            return true;
        }

        arena = _idle.FindLast(idle => idle.Bytes == bytes);
        if (arena is not null)
        {
            _idle.Remove(arena);
            return true;
        }

        var idleBytes = _idle.Sum(idle => (long)idle.Bytes);
        if (_heldBytes - idleBytes + bytes > _maxBytes)
        {
            return false;
        }

        // Freed before the lock is left, so that the memory that exists never exceeds the cap, not even for a moment.
        while (_heldBytes + bytes > _maxBytes)
        {
            var oldest = _idle[0];
            _idle.RemoveAt(0);
            _heldBytes -= oldest.Bytes;
            oldest.Dispose();
        }

        _heldBytes += bytes;
        PeakBytes = Math.Max(PeakBytes, _heldBytes);
        return true;
    }

    private sealed class Waiter(int bytes, int threads)
    {
        internal int Bytes => bytes;

        internal int Threads => threads;

        internal TaskCompletionSource<HashingArena?> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal LinkedListNode<Waiter>? Node { get; set; }
    }
}
