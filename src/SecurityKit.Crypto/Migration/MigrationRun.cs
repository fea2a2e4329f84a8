using System.Globalization;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>The steps of one migration in its work folder. Every step can be repeated: what is done already is recognised by what is stored.</summary>
internal sealed class MigrationRun
{
    private const int MaxListed = 1_000;
    private const int MaxAttempts = 5;

    private readonly MigrationPlan _plan;
    private readonly MigrationFolder _folder;
    private readonly IEncryptor _encryptor;
    private readonly ValueForms _forms;

    internal MigrationRun(MigrationPlan plan, MigrationFolder folder, IEncryptor encryptor)
    {
        _plan = plan;
        _folder = folder;
        _encryptor = encryptor;
        _forms = new ValueForms(encryptor, plan.Formats);
        State = folder.ReadState() ?? new MigrationState { MigrationId = Guid.NewGuid(), Source = plan.Source.Name };
        if (State.Source != plan.Source.Name)
        {
            throw new SecurityKitException($"This work folder is of a migration of '{State.Source}', not of '{plan.Source.Name}'. Give each migration a folder of its own.");
        }
    }

    internal MigrationState State { get; private set; }

    internal void Refuse(params ReadOnlySpan<MigrationPhase> phases)
    {
        if (phases.Contains(State.Phase))
        {
            throw new SecurityKitException("This migration was rolled back. Begin a new one in an empty work folder.");
        }
    }

    /// <summary>Takes a migration that was completed up again, for what has come in an earlier format since.</summary>
    internal void Reopen()
    {
        if (State.Phase == MigrationPhase.Migrated)
        {
            Save(State with { Phase = MigrationPhase.BackingUp });
        }
    }

    /// <summary>Writes everything that is in an earlier format to the pass's backup. Until the file is whole there is none, and the step begins anew.</summary>
    internal async ValueTask BackUpAsync(CancellationToken cancellationToken)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"backup-{State.Pass}.bin");
        var format = new MigrationBackupFormat(_encryptor, State.MigrationId, State.Pass);
        Save(State);
        var temporary = _folder.PathOf(file + ".tmp");
        var count = 0L;
        var stream = _folder.Create(file + ".tmp");
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var item in AllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_forms.LegacyOf(item.Content.Span) is not null && _forms.TryDecrypt(item) is { } plaintext)
                {
                    CryptographicOperations.ZeroMemory(plaintext);
                    format.WriteRecord(stream, count++, item);
                    Tell(MigrationPhase.BackingUp, count, total: null);
                }
            }

            format.WriteEnd(stream, count);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        if (count == 0)
        {
            File.Delete(temporary);
            Save(State with { Phase = MigrationPhase.Migrated });
            return;
        }

        File.Move(temporary, _folder.PathOf(file), overwrite: true);
        var backup = new MigrationBackupInfo(file, count, await HashAsync(file, cancellationToken).ConfigureAwait(false));
        Save(State with { Phase = MigrationPhase.Migrating, Position = 0, Backups = [.. State.Backups, backup] });
    }

    /// <summary>Replaces what the pass's backup holds, where it is still stored.</summary>
    internal async ValueTask ReplaceAsync(CancellationToken cancellationToken)
    {
        var backup = State.Backups[^1];
        foreach (var batch in BackupOf(backup, State.Pass, State.Position).Chunk(_plan.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var replacements = batch.Select(Renewed).ToArray();
            var done = await _plan.Source.ReplaceAsync(replacements, cancellationToken).ConfigureAwait(false);
            Save(State with { Position = State.Position + batch.Length, Replaced = State.Replaced + done.Count(isDone => isDone) });
            Tell(MigrationPhase.Migrating, State.Position, backup.Records);
        }

        // Whatever the host wrote in an earlier format meanwhile is taken up by a further pass; the last one finds nothing.
        Save(State with { Phase = MigrationPhase.BackingUp, Pass = State.Pass + 1, Position = 0 });
    }

    /// <summary>Reads all values, then compares those that were backed up.</summary>
    internal async ValueTask<MigrationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        long examined = 0, current = 0, unreadableCount = 0;
        var remaining = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var unreadable = new List<string>();
        await foreach (var item in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            examined++;
            var plaintext = _forms.TryDecrypt(item);
            if (plaintext is null)
            {
                unreadableCount++;
                if (unreadable.Count < MaxListed)
                {
                    unreadable.Add(item.Id);
                }
            }
            else if (_forms.LegacyOf(item.Content.Span) is { } legacy)
            {
                remaining[legacy.Name] = remaining.GetValueOrDefault(legacy.Name) + 1;
            }
            else
            {
                current++;
            }

            CryptographicOperations.ZeroMemory(plaintext);
            Tell(MigrationPhase.Verifying, examined, total: null);
        }

        var (same, changed, gone) = await CompareAsync(cancellationToken).ConfigureAwait(false);
        return new MigrationReport
        {
            MigrationId = State.MigrationId,
            Action = string.Empty,
            Source = State.Source,
            StartedAt = default,
            CompletedAt = default,
            Succeeded = unreadableCount == 0 && remaining.Count == 0,
            Examined = examined,
            Current = current,
            Remaining = remaining,
            UnreadableCount = unreadableCount,
            Unreadable = unreadable,
            Replaced = State.Replaced,
            SameAsBackup = same,
            ChangedSinceBackup = changed,
            GoneSinceBackup = gone,
            Backups = State.Backups,
        };
    }

    /// <summary>Puts back what the backups hold, the latest first.</summary>
    /// <returns>How many values could not be put back.</returns>
    internal async ValueTask<long> RollBackAsync(CancellationToken cancellationToken)
    {
        Save(State with { Phase = MigrationPhase.RollingBack });
        var left = 0L;
        for (var i = State.Backups.Count - 1; i >= 0; i--)
        {
            var done = 0L;
            foreach (var item in BackupOf(State.Backups[i], pass: i + 1, from: 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                left += await PutBackAsync(item, cancellationToken).ConfigureAwait(false) ? 0 : 1;
                Tell(MigrationPhase.RollingBack, ++done, State.Backups[i].Records);
            }
        }

        if (left == 0)
        {
            Save(State with { Phase = MigrationPhase.RolledBack });
        }

        return left;
    }

    private async ValueTask<bool> PutBackAsync(MigrationItem backedUp, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await _plan.Source.FindAsync(backedUp.Id, cancellationToken).ConfigureAwait(false);
            if (stored is null || _forms.LegacyOf(stored.Content.Span) is not null)
            {
                return true;
            }

            if (_forms.TryDecrypt(stored) is not { } plaintext)
            {
                return false;
            }

            var former = _forms.TryDecrypt(backedUp);
            var content = former is not null && CryptographicOperations.FixedTimeEquals(plaintext, former)
                ? backedUp.Content
                : _forms.LegacyOf(backedUp.Content.Span)!.Encrypt(plaintext);
            CryptographicOperations.ZeroMemory(plaintext);
            CryptographicOperations.ZeroMemory(former);
            var replaced = await _plan.Source.ReplaceAsync(
                [new MigrationReplacement(stored.Id, stored.Content, content)], cancellationToken).ConfigureAwait(false);
            if (replaced[0])
            {
                return true;
            }
        }

        return false;
    }

    private MigrationReplacement Renewed(MigrationItem item)
    {
        var plaintext = _forms.TryDecrypt(item) ?? throw new DecryptionFailedException();
        var content = _forms.Encrypt(item, plaintext);

        // Read back before anything is replaced: what does not open under the new key never takes the place of what does.
        var readBack = _forms.TryDecrypt(item with { Content = content });
        var isSame = readBack is not null && CryptographicOperations.FixedTimeEquals(plaintext, readBack);
        CryptographicOperations.ZeroMemory(plaintext);
        CryptographicOperations.ZeroMemory(readBack);
        return isSame ? new MigrationReplacement(item.Id, item.Content, content) : throw new DecryptionFailedException();
    }

    private async ValueTask<(long Same, long Changed, long Gone)> CompareAsync(CancellationToken cancellationToken)
    {
        long same = 0, changed = 0, gone = 0;
        for (var i = 0; i < State.Backups.Count; i++)
        {
            foreach (var item in BackupOf(State.Backups[i], pass: i + 1, from: 0))
            {
                var stored = await _plan.Source.FindAsync(item.Id, cancellationToken).ConfigureAwait(false);
                var now = stored is null ? null : _forms.TryDecrypt(stored);
                var then = _forms.TryDecrypt(item);
                if (stored is null)
                {
                    gone++;
                }
                else if (now is not null && then is not null && CryptographicOperations.FixedTimeEquals(now, then))
                {
                    same++;
                }
                else
                {
                    changed++;
                }

                CryptographicOperations.ZeroMemory(now);
                CryptographicOperations.ZeroMemory(then);
            }
        }

        return (same, changed, gone);
    }

    private IEnumerable<MigrationItem> BackupOf(MigrationBackupInfo backup, int pass, long from) =>
        new MigrationBackupFormat(_encryptor, State.MigrationId, pass).Read(_folder.PathOf(backup.File), from);

    private async IAsyncEnumerable<MigrationItem> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _plan.Source.ReadPagesAsync(after: null, _plan.BatchSize, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }

    private async ValueTask<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(_folder.PathOf(file));
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }

    private void Save(MigrationState state)
    {
        _folder.Write(state);
        State = state;
    }

    private void Tell(MigrationPhase phase, long done, long? total)
    {
        if (done % _plan.BatchSize == 0 || done == total)
        {
            _plan.Progress?.Report(new MigrationProgress(phase, done, total));
        }
    }
}
