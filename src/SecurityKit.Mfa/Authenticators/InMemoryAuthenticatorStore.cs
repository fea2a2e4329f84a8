namespace SecurityKit.Mfa;

internal sealed class InMemoryAuthenticatorStore : IAuthenticatorStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public ValueTask<SubjectAuthenticators> GetAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var found = _subjects.TryGetValue(subject, out var entry)
                ? new SubjectAuthenticators([.. entry.Authenticators.OrderBy(a => a.CreatedAt)], entry.RecoveryCodes.Count)
                : new SubjectAuthenticators([], 0);
            return ValueTask.FromResult(found);
        }
    }

    public ValueTask<bool> TryAddAsync(
        Authenticator authenticator, int maxPerSubject, DateTimeOffset stalePendingBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticator);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var entry = EntryOf(authenticator.Subject);
            foreach (var stale in entry.Authenticators.Where(a => !a.IsActive && a.CreatedAt < stalePendingBefore).ToArray())
            {
                Drop(entry, stale);
            }

            if (entry.Authenticators.Count >= maxPerSubject || !_owners.TryAdd(authenticator.Id, authenticator.Subject))
            {
                return ValueTask.FromResult(false);
            }

            entry.Authenticators.Add(authenticator);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<AuthenticatorActivation> TryActivateAsync(
        string subject, string authenticatorId, long step, DateTimeOffset at, IReadOnlyList<byte[]> recoveryCodeHashes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recoveryCodeHashes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var entry = _subjects.GetValueOrDefault(subject);
            var index = entry?.Authenticators.FindIndex(a => a.Id == authenticatorId && !a.IsActive) ?? -1;
            if (index < 0)
            {
                return ValueTask.FromResult(AuthenticatorActivation.NotFound);
            }

            var isFirst = !entry!.Authenticators.Exists(a => a.IsActive);
            entry.Authenticators[index] = entry.Authenticators[index] with { ConfirmedAt = at, LastUsedAt = at, LastStep = step };
            if (isFirst)
            {
                entry.ReplaceRecoveryCodes(recoveryCodeHashes);
            }

            return ValueTask.FromResult(isFirst ? AuthenticatorActivation.ActivatedFirst : AuthenticatorActivation.Activated);
        }
    }

    public ValueTask<bool> TryAdvanceStepAsync(string authenticatorId, long step, DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(TryChange(
            authenticatorId, a => a.IsActive && a.LastStep < step, a => a with { LastStep = step, LastUsedAt = at }));
    }

    public ValueTask<bool> TryTouchAsync(string authenticatorId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(TryChange(authenticatorId, a => a.IsActive, a => a with { LastUsedAt = at }));
    }

    public ValueTask<bool> TryRenameAsync(string subject, string authenticatorId, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(TryChange(authenticatorId, a => a.IsActive && a.Subject == subject, a => a with { Name = name }));
    }

    public ValueTask<AuthenticatorRemoval> RemoveAsync(
        string subject, string authenticatorId, bool keepLast, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var entry = _subjects.GetValueOrDefault(subject);
            if (entry?.Authenticators.Find(a => a.Id == authenticatorId) is not { } found)
            {
                return ValueTask.FromResult(AuthenticatorRemoval.NotFound);
            }

            var isLast = found.IsActive && entry.Authenticators.Count(a => a.IsActive) == 1;
            var isLastStrong = found is { IsActive: true, Method: not MfaMethod.Email }
                && entry.Authenticators.Count(a => a is { IsActive: true, Method: not MfaMethod.Email }) == 1;
            if (isLastStrong && keepLast)
            {
                return ValueTask.FromResult(AuthenticatorRemoval.KeptLast);
            }

            Drop(entry, found);
            if (isLast)
            {
                entry.RecoveryCodes.Clear();
            }

            return ValueTask.FromResult(isLast ? AuthenticatorRemoval.RemovedLast : AuthenticatorRemoval.Removed);
        }
    }

    public ValueTask<int> RemoveAllAsync(string subject, bool forgetRequirement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_subjects.Remove(subject, out var entry))
            {
                return ValueTask.FromResult(0);
            }

            entry.Authenticators.ForEach(a => _owners.Remove(a.Id));
            if (!forgetRequirement && entry.RequiredSince is not null)
            {
                _subjects[subject] = new Entry { RequiredSince = entry.RequiredSince };
            }

            return ValueTask.FromResult(entry.Authenticators.Count);
        }
    }

    public ValueTask<bool> TryReplaceRecoveryCodesAsync(string subject, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_subjects.GetValueOrDefault(subject) is not { } entry || !entry.Authenticators.Exists(a => a.IsActive))
            {
                return ValueTask.FromResult(false);
            }

            entry.ReplaceRecoveryCodes(hashes);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> TrySpendRecoveryCodeAsync(string subject, byte[] hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hash);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(
                _subjects.GetValueOrDefault(subject)?.RecoveryCodes.Remove(Convert.ToHexString(hash)) ?? false);
        }
    }

    public ValueTask<DateTimeOffset> NoteRequiredAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(EntryOf(subject).RequiredSince ??= now);
        }
    }

    private Entry EntryOf(string subject)
    {
        if (!_subjects.TryGetValue(subject, out var entry))
        {
            _subjects[subject] = entry = new Entry();
        }

        return entry;
    }

    private bool TryChange(string authenticatorId, Predicate<Authenticator> condition, Func<Authenticator, Authenticator> change)
    {
        lock (_gate)
        {
            if (!_owners.TryGetValue(authenticatorId, out var subject))
            {
                return false;
            }

            var authenticators = _subjects[subject].Authenticators;
            var index = authenticators.FindIndex(a => a.Id == authenticatorId && condition(a));
            if (index < 0)
            {
                return false;
            }

            authenticators[index] = change(authenticators[index]);
            return true;
        }
    }

    private void Drop(Entry entry, Authenticator authenticator)
    {
        entry.Authenticators.Remove(authenticator);
        _owners.Remove(authenticator.Id);
    }

    private sealed class Entry
    {
        internal List<Authenticator> Authenticators { get; } = [];

        internal HashSet<string> RecoveryCodes { get; } = new(StringComparer.Ordinal);

        internal DateTimeOffset? RequiredSince { get; set; }

        internal void ReplaceRecoveryCodes(IReadOnlyList<byte[]> hashes)
        {
            RecoveryCodes.Clear();
            RecoveryCodes.UnionWith(hashes.Select(Convert.ToHexString));
        }
    }
}
