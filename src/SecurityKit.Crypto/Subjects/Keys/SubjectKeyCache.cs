using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Subjects' keys in this process's memory, each for a short time. Dropped at once when the change feed tells of a change, and by age without it.
/// Since all live equally long, they are dropped in the order in which they came. Thread-safe.
/// </summary>
internal sealed class SubjectKeyCache : IDisposable
{
    internal const string ChangeTopic = "crypto.subject";

    /// <summary>A little patience, so that many keys that expire one after the other are wiped together.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SubjectKeySet> _sets = new(StringComparer.Ordinal);
    private readonly Queue<(string Handle, SubjectKeySet Set)> _order = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _lifetime;
    private readonly int _capacity;
    private readonly ITimer _sweep;
    private readonly IDisposable _subscription;
    private long _generation;
    private bool _isSweepDue;
    private bool _isDisposed;

    public SubjectKeyCache(IOptions<SubjectEncryptionOptions> options, IChangeFeed changes, TimeProvider clock)
    {
        _clock = clock;
        _lifetime = options.Value.CacheLifetime;
        _capacity = options.Value.MaxCachedSubjects;
        _sweep = clock.CreateTimer(static self => ((SubjectKeyCache)self!).DropExpired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = changes.Subscribe(ChangeTopic, (notice, _) =>
        {
            Drop(notice.Key);
            return ValueTask.CompletedTask;
        });
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _sets.Count;
            }
        }
    }

    /// <summary>Counts the notices. Taken before the store is asked; see <see cref="Offer"/>.</summary>
    internal long Generation => Interlocked.Read(ref _generation);

    /// <summary>Enters a subject's keys, if they are here and not too old.</summary>
    internal SubjectKeySet? TryEnter(string handle)
    {
        lock (_gate)
        {
            return _sets.TryGetValue(handle, out var set) && IsFresh(set) && set.TryEnter() ? set : null;
        }
    }

    /// <summary>
    /// Keeps keys that were just read. Not when a notice came since the store was asked: what was read may be what the notice is about, and would stay.
    /// </summary>
    internal void Offer(string handle, SubjectKeySet set, long generation)
    {
        lock (_gate)
        {
            var isKnownBetter = _sets.TryGetValue(handle, out var present) && present.Revision >= set.Revision && IsFresh(present);
            if (_isDisposed || generation != _generation || isKnownBetter || !IsFresh(set) || !set.TryEnter())
            {
                return;
            }

            present?.Leave();
            _sets[handle] = set;
            _order.Enqueue((handle, set));
            while (_sets.Count > _capacity && _order.TryDequeue(out var oldest))
            {
                Forget(oldest);
            }

            ScheduleSweep();
        }
    }

    /// <summary>Drops a subject's keys; an empty handle drops everybody's.</summary>
    internal void Drop(string handle)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _generation);
            if (handle.Length > 0)
            {
                if (_sets.Remove(handle, out var set))
                {
                    set.Leave();
                }

                return;
            }

            foreach (var set in _sets.Values)
            {
                set.Leave();
            }

            _sets.Clear();
            _order.Clear();
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _subscription.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            Drop(string.Empty);
        }
    }

    private void DropExpired()
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && (!IsFresh(oldest.Set) || oldest.Set.IsWiped))
            {
                Forget(_order.Dequeue());
            }

            _isSweepDue = false;
            ScheduleSweep();
        }
    }

    /// <summary>When the oldest key expires; never while there is none.</summary>
    private void ScheduleSweep()
    {
        if (_isSweepDue || _isDisposed || !_order.TryPeek(out var oldest))
        {
            return;
        }

        var left = _lifetime - _clock.GetElapsedTime(oldest.Set.AskedAt);
        _isSweepDue = _sweep.Change(left > ShortestPause ? left : ShortestPause, Timeout.InfiniteTimeSpan);
    }

    private void Forget((string Handle, SubjectKeySet Set) entry)
    {
        if (_sets.TryGetValue(entry.Handle, out var present) && ReferenceEquals(present, entry.Set))
        {
            _sets.Remove(entry.Handle);
            present.Leave();
        }
    }

    private bool IsFresh(SubjectKeySet set) => _clock.GetElapsedTime(set.AskedAt) < _lifetime;
}
