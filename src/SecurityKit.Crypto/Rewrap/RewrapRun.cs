namespace SecurityKit.Crypto;

/// <summary>The steps of one rewrap in its work folder. Every step can be repeated: what is done already is recognised by its key.</summary>
internal sealed class RewrapRun
{
    private readonly RewrapPlan _plan;
    private readonly MigrationFolder _folder;
    private readonly ValueMover _mover;
    private readonly Dictionary<KeyId, int> _versions;
    private readonly int _version;
    private RewrapState _state;

    internal RewrapRun(RewrapPlan plan, MigrationFolder folder, ValueMover mover, KeyRingStatus status)
    {
        _plan = plan;
        _folder = folder;
        _mover = mover;
        _version = status.CurrentVersion;
        _versions = status.Keys.ToDictionary(k => KeyId.TryParse(k.Id, out var id) ? id : default, k => k.Version);
        _state = folder.ReadRewrapState() ?? New();
        if (_state.Source != plan.Source.Name || _state.Ring != plan.Ring)
        {
            throw new SecurityKitException(
                $"This work folder is of a rewrap of '{_state.Source}' in the ring '{_state.Ring}', not of '{plan.Source.Name}' in '{plan.Ring}'. Give each source a folder of its own.");
        }
    }

    internal bool IsAtTheBeginning => _state.After is null;

    /// <summary>What the last count found, by the id of the key.</summary>
    internal IReadOnlyDictionary<string, long> ValuesByKey { get; private set; } = new Dictionary<string, long>();

    /// <summary>Goes on with a run that was cut short, unless a newer key has taken over since: then everything is looked at again.</summary>
    internal void Begin() => Save(_state.IsDone || _state.Version != _version ? New() : _state);

    internal void End() => Save(_state with { After = null, IsDone = true });

    /// <summary>One pass over all values from where the run is.</summary>
    /// <returns>Whether the host changed a value in between, so that another pass is due.</returns>
    internal async ValueTask<bool> ReplaceAsync(CancellationToken cancellationToken)
    {
        var isOvertaken = false;
        var seen = 0L;
        await foreach (var page in _plan.Source.ReadPagesAsync(_state.After, _plan.BatchSize, cancellationToken).ConfigureAwait(false))
        {
            isOvertaken |= await ReplaceAsync(page, cancellationToken).ConfigureAwait(false);
            Save(_state with { After = page[^1].Id });
            seen += page.Count;
            _plan.Progress?.Report(new MigrationProgress(MigrationPhase.Rewrapping, seen, Total: null));
        }

        Save(_state with { After = null });
        return isOvertaken;
    }

    /// <summary>Counts all values by key.</summary>
    /// <param name="isTried">Whether values below the version are decrypted, to tell those that cannot be moved.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    internal async ValueTask<RewrapReport> CountAsync(bool isTried, CancellationToken cancellationToken)
    {
        var tally = new RewrapTally(_versions, _version);
        await foreach (var page in _plan.Source.ReadPagesAsync(after: null, _plan.BatchSize, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page)
            {
                var stored = StoredKey.Of(item.Content.Span);
                bool? isReadable = isTried && stored is { } found && tally.IsBelow(found)
                    ? await _mover.IsReadableAsync(item, found, cancellationToken).ConfigureAwait(false)
                    : null;
                tally.Add(item.Id, stored, isReadable);
            }

            _plan.Progress?.Report(new MigrationProgress(MigrationPhase.Counting, tally.Examined, Total: null));
        }

        ValuesByKey = tally.ByKey.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);
        return new RewrapReport
        {
            Action = string.Empty,
            Source = _plan.Source.Name,
            Ring = _plan.Ring,
            Version = _version,
            StartedAt = default,
            CompletedAt = default,
            Succeeded = tally is { Below: 0, UnknownKey: 0, UnknownForm: 0 },
            Examined = tally.Examined,
            BelowVersion = tally.Below,
            ByVersion = new SortedDictionary<int, long>(tally.ByKey.Where(pair => _versions.ContainsKey(pair.Key)).ToDictionary(pair => _versions[pair.Key], pair => pair.Value)),
            Unreadable = isTried ? tally.Unreadable : null,
            Streams = tally.Streams,
            UnknownKey = tally.UnknownKey,
            UnknownForm = tally.UnknownForm,
            Left = tally.Left,
            Rewrapped = _state.Rewrapped,
            RewrappedStreams = _state.RewrappedStreams,
        };
    }

    private RewrapState New() => new() { Source = _plan.Source.Name, Ring = _plan.Ring, Version = _version };

    /// <summary>Moves what is below the version on one page.</summary>
    /// <returns>Whether the host changed a value in between.</returns>
    private async ValueTask<bool> ReplaceAsync(IReadOnlyList<MigrationItem> page, CancellationToken cancellationToken)
    {
        var isOvertaken = false;
        var batch = new List<(MigrationReplacement Replacement, bool IsStream)>();
        foreach (var item in page)
        {
            if (StoredKey.Of(item.Content.Span) is not { } stored || !_versions.TryGetValue(stored.KeyId, out var version) || version >= _version)
            {
                continue;
            }

            if (item.Stream is not null)
            {
                var isMoved = await _mover.MoveAsync(item, cancellationToken).ConfigureAwait(false);
                isOvertaken |= isMoved == false;
                if (isMoved == true)
                {
                    // Noted at once: one of these may take as long as many batches.
                    Save(Moved(count: 1, streams: 1));
                }
            }
            else if ((stored.IsStream ? await _mover.RenewStreamAsync(item, cancellationToken).ConfigureAwait(false) : _mover.Renew(item, stored)) is { } replacement)
            {
                batch.Add((replacement, stored.IsStream));
            }
        }

        if (batch.Count > 0)
        {
            var done = await _plan.Source.ReplaceAsync([.. batch.Select(b => b.Replacement)], cancellationToken).ConfigureAwait(false);
            isOvertaken |= done.Contains(false);
            _state = Moved(done.Count(isDone => isDone), done.Zip(batch).Count(pair => pair is { First: true, Second.IsStream: true }));
        }

        return isOvertaken;
    }

    private RewrapState Moved(int count, int streams) =>
        _state with { Rewrapped = _state.Rewrapped + count, RewrappedStreams = _state.RewrappedStreams + streams };

    private void Save(RewrapState state)
    {
        _folder.Write(state);
        _state = state;
    }
}
