namespace SecurityKit.Crypto;

/// <summary>
/// The files of a folder and its subfolders, one value each; a file's id is its path within the folder, with '/'. A file is replaced by moving a new
/// one over it, so a reader sees the old or the new one, whole; it keeps its access rights and, on Linux, its owner. Files of the stream format are never whole in memory.
/// A folder has no compare-and-set: between the last look at a file and moving lie a few millionths of a second in which another writer's file
/// would be lost, so let the host write through <see cref="LegacyReader"/> only, or pause its writers.
/// </summary>
public sealed class FolderMigrationSource : IMigrationSource
{
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
            var path = PathOf(id);
            var (content, isStream) = await ReadFileAsync(path, cancellationToken).ConfigureAwait(false);
            return new MigrationItem(id, content, _purpose, _associatedData(id)) { Stream = isStream ? new StreamedFile(path) : null };
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

    /// <inheritdoc/>
    public ValueTask RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileReplacement.RemoveLeftovers(_folder, Enumeration());
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> ReplaceAsync(MigrationReplacement replacement, CancellationToken cancellationToken)
    {
        var path = PathOf(replacement.Id);
        return FileStamp.Of(path) is { } stamp && await FileReplacement.TryAsync(
            path,
            stamp,
            file => file.WriteAsync(replacement.Content, cancellationToken),
            async () => await FindAsync(replacement.Id, cancellationToken).ConfigureAwait(false) is { Stream: null } stored
                && stored.Content.Span.SequenceEqual(replacement.Expected.Span)
                && FileStamp.Of(path) == stamp,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file's content; of a stream, its header alone.</summary>
    private static async ValueTask<(byte[] Content, bool IsStream)> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            var header = new byte[StreamFormat.HeaderSizeBytes];
            var size = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (StreamFormat.TryRead(header.AsSpan(0, size), out _, out _, out _) is null)
            {
                return (header, true);
            }

            using var content = new MemoryStream();
            content.Write(header.AsSpan(0, size));
            await file.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return (content.ToArray(), false);
        }
    }

    private string[] ListIds()
    {
        var ids = Directory.EnumerateFiles(_folder, _pattern, Enumeration())
            .Where(path => !FileReplacement.IsTemporary(path))
            .Select(path => Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .ToArray();
        Array.Sort(ids, StringComparer.Ordinal);
        return ids;
    }

    private static EnumerationOptions Enumeration() => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private string PathOf(string id)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, id));
        return path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("The id leads out of the folder.", nameof(id));
    }
}
