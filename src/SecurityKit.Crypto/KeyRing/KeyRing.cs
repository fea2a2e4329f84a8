using System.Collections.Frozen;

namespace SecurityKit.Crypto;

/// <summary>
/// One ring in this process. Readers take an immutable view without a lock and without I/O; <see cref="KeyRingKeeper"/> replaces what is behind it.
/// </summary>
internal sealed class KeyRing(KeyRingDefinition definition, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FrequentClock _frequentClock = new(clock);
    private KeyRingDocument? _document;
    private long _revision;
    private FrozenDictionary<KeyId, RingKey> _keys = FrozenDictionary<KeyId, RingKey>.Empty;
    private volatile KeyRingView? _view;

    internal KeyRingDefinition Definition { get; } = definition;

    internal string Name => Definition.Name;

    internal bool IsLoaded => _view is not null;

    /// <summary>What counts of stored data found, as of the last refresh.</summary>
    internal IReadOnlyList<StoredDataCount> Data
    {
        get
        {
            lock (_gate)
            {
                return _document?.Data ?? [];
            }
        }
    }

    internal long Revision => Volatile.Read(ref _revision);

    /// <summary>Lets one refresh or change at a time read the store for this ring.</summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The ring now.</summary>
    /// <exception cref="InvalidOperationException">It has not been loaded.</exception>
    internal KeyRingView Now => At(clock.GetUtcNow().UtcTicks);

    /// <summary>The ring now, for decrypting: what expires is refused within a second of a change of the system's clock, and at once without one.</summary>
    /// <exception cref="InvalidOperationException">It has not been loaded.</exception>
    internal KeyRingView ForDecrypting => At(_frequentClock.UtcTicks);

    internal KeyRingView At(long utcTicks)
    {
        var view = _view;
        return view is not null && utcTicks < view.ValidUntilTicks ? view : MakeView(utcTicks);
    }

    internal RingKey? FindUnwrapped(KeyId id) => _keys.GetValueOrDefault(id);

    /// <summary>Takes over a newer document with its unwrapped keys. An older one is ignored: a lagging replica must not bring back what was revoked.</summary>
    /// <returns>Whether it was newer.</returns>
    internal bool Replace(long revision, KeyRingDocument document, IEnumerable<RingKey> unwrapped)
    {
        RingKey[] dropped;
        lock (_gate)
        {
            if (revision < _revision)
            {
                return false;
            }

            var keys = unwrapped.ToFrozenDictionary(k => k.Id);
            var timeline = KeyTimeline.At(document, Definition.Options.Grace, clock.GetUtcNow());
            var view = new KeyRingView(Name, revision, timeline, keys);
            dropped = [.. _keys.Values.Where(old => !keys.TryGetValue(old.Id, out var kept) || !ReferenceEquals(kept, old))];
            _document = document;
            _keys = keys;
            Volatile.Write(ref _revision, revision);
            _view = view;
        }

        foreach (var key in dropped)
        {
            key.Dispose();
        }

        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _view = null;
            _document = null;
            foreach (var key in _keys.Values)
            {
                key.Dispose();
            }

            _keys = FrozenDictionary<KeyId, RingKey>.Empty;
        }

        Turn.Dispose();
    }

    private KeyRingView MakeView(long utcTicks)
    {
        lock (_gate)
        {
            if (_document is null)
            {
                throw new InvalidOperationException(
                    "The key rings are not loaded. They load when the host starts; a program without a host awaits IKeyRingManager.InitializeAsync() first.");
            }

            var timeline = KeyTimeline.At(_document, Definition.Options.Grace, new DateTimeOffset(utcTicks, TimeSpan.Zero));
            return _view = new KeyRingView(Name, _revision, timeline, _keys);
        }
    }
}
