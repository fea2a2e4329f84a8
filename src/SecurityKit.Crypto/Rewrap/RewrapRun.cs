using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>The steps of one rewrap in its work folder. Every step can be repeated: what is done already is recognised by its key.</summary>
internal sealed class RewrapRun
{
    private readonly RewrapPlan _plan;
    private readonly MigrationFolder _folder;
    private readonly IEncryptor _encryptor;
    private readonly Dictionary<KeyId, int> _versions;
    private readonly int _version;
    private RewrapState _state;

    internal RewrapRun(RewrapPlan plan, MigrationFolder folder, IEncryptor encryptor, KeyRingStatus status)
    {
        _plan = plan;
        _folder = folder;
        _encryptor = encryptor;
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
            var replacements = page.Select(Renewed).OfType<MigrationReplacement>().ToArray();
            IReadOnlyList<bool> done = replacements.Length == 0 ? [] : await _plan.Source.ReplaceAsync(replacements, cancellationToken).ConfigureAwait(false);
            var count = done.Count(isDone => isDone);
            isOvertaken |= count < done.Count;
            Save(_state with { After = page[^1].Id, Rewrapped = _state.Rewrapped + count });
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
                tally.Add(item.Id, StoredKey.Of(item.Content.Span), isTried ? stored => IsReadable(item, stored) : null);
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
        };
    }

    private RewrapState New() => new() { Source = _plan.Source.Name, Ring = _plan.Ring, Version = _version };

    /// <summary>The value under the newest key, in the form it is stored in; null where nothing is to be done or it cannot be.</summary>
    private MigrationReplacement? Renewed(MigrationItem item)
    {
        if (StoredKey.Of(item.Content.Span) is not { Envelope: { } envelope } stored
            || !_versions.TryGetValue(stored.KeyId, out var version) || version >= _version
            || TryDecrypt(item, envelope) is not { } plaintext)
        {
            return null;
        }

        var renewed = _encryptor.ForPurpose(item.Purpose).Encrypt(plaintext, item.AssociatedData.Span);

        // Read back before anything is replaced: what does not open under the new key never takes the place of what does.
        var readBack = TryDecrypt(item, renewed);
        var isSame = readBack is not null && CryptographicOperations.FixedTimeEquals(plaintext, readBack);
        CryptographicOperations.ZeroMemory(plaintext);
        CryptographicOperations.ZeroMemory(readBack);
        return isSame
            ? new MigrationReplacement(item.Id, item.Content, stored.IsText ? StoredForm.ToText(renewed) : renewed)
            : throw new DecryptionFailedException();
    }

    private bool IsReadable(MigrationItem item, StoredKey stored)
    {
        var plaintext = TryDecrypt(item, stored.Envelope!);
        CryptographicOperations.ZeroMemory(plaintext);
        return plaintext is not null;
    }

    private byte[]? TryDecrypt(MigrationItem item, byte[] envelope)
    {
        try
        {
            return _encryptor.ForPurpose(item.Purpose).Decrypt(envelope, item.AssociatedData.Span);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }
    }

    private void Save(RewrapState state)
    {
        _folder.Write(state);
        _state = state;
    }
}
