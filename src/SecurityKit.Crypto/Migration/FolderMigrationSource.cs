namespace SecurityKit.Crypto;

/// <summary>
/// The files of a folder and its subfolders, one value each; a file's id is its path within the folder, with '/'. A file is replaced by moving a new
/// one over it, so a reader sees the old or the new one, whole. A folder has no compare-and-set: between comparing and moving lie a few
/// millionths of a second in which another writer's file would be lost, so let the host write through <see cref="LegacyReader"/> only, or pause its writers.
/// </summary>
public sealed class FolderMigrationSource : IMigrationSource
{
    private const string TemporarySuffix = ".migrating";

    private readonly string _folder;
    private readonly string _pattern;
    private readonly string _purpose;
    private readonly Func<string, byte[]> _associatedData;
    private string[]? _ids;

    /// <summary>Creates a source.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="purpose">The purpose the files are encrypted for.</param>
    /// <param name="pattern">Which files, such as <c>*.enc</c>.</param>
    /// <param name="associatedData">What a file is bound to, from its id; null for the id as UTF-8, so that files cannot be exchanged.</param>
    public FolderMigrationSource(string folder, string purpose, string pattern = "*", Func<string, byte[]>? associatedData = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        _folder = Path.GetFullPath(folder);
        _purpose = purpose;
        _pattern = pattern;
        _associatedData = associatedData ?? System.Text.Encoding.UTF8.GetBytes;
    }

    /// <inheritdoc/>
    public string Name => $"folder {_folder} {_pattern}";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken)
    {
        if (after is null || _ids is null)
        {
            _ids = ListIds();
        }

        var found = after is null ? -1 : Array.BinarySearch(_ids, after, StringComparer.Ordinal);
        var page = new List<MigrationItem>();
        for (var i = found >= 0 ? found + 1 : after is null ? 0 : ~found; i < _ids.Length && page.Count < count; i++)
        {
            if (await FindAsync(_ids[i], cancellationToken).ConfigureAwait(false) is { } item)
            {
                page.Add(item);
            }
        }

        return page;
    }

    /// <inheritdoc/>
    public async ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(id), cancellationToken).ConfigureAwait(false);
            return new MigrationItem(id, content, _purpose, _associatedData(id));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replacements);
        var replaced = new bool[replacements.Count];
        for (var i = 0; i < replaced.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            replaced[i] = await ReplaceAsync(replacements[i], cancellationToken).ConfigureAwait(false);
        }

        return replaced;
    }

    private async ValueTask<bool> ReplaceAsync(MigrationReplacement replacement, CancellationToken cancellationToken)
    {
        var path = PathOf(replacement.Id);
        var temporary = path + TemporarySuffix;
        try
        {
            var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(replacement.Content, cancellationToken).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            var stored = await FindAsync(replacement.Id, cancellationToken).ConfigureAwait(false);
            if (stored is null || !stored.Content.Span.SequenceEqual(replacement.Expected.Span))
            {
                return false;
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        finally
        {
            // Gone already when it was moved; left over when the call was cancelled or the disk is full.
            File.Delete(temporary);
        }
    }

    private string[] ListIds()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var ids = Directory.EnumerateFiles(_folder, _pattern, options)
            .Where(path => !path.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .ToArray();
        Array.Sort(ids, StringComparer.Ordinal);
        return ids;
    }

    private string PathOf(string id)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, id));
        return path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("The id leads out of the folder.", nameof(id));
    }
}
