using System.Buffers.Text;

namespace SecurityKit.Crypto;

/// <summary>
/// The files of a folder and its subfolders, one value each; a file's id is its path within the folder, with '/'. A file is replaced by moving a new
/// one over it, so a reader sees the old or the new one, whole; it keeps its access rights and, on Linux, its owner. Files of the stream format are never whole in memory,
/// nor are files too large to be an envelope, which count as of no known form.
/// A folder has no compare-and-set: between the last look at a file and moving lie a few millionths of a second in which another writer's file
/// would be lost, so let the host write through <see cref="LegacyReader"/> only, or pause its writers.
/// </summary>
public sealed class FolderMigrationSource : IMigrationSource
{
    private const int PageBytes = 64 << 20;

    // No envelope is longer, not even as text: what is need not be read to be known as something else.
    private static readonly long MaxValueBytes = Base64Url.GetEncodedLength(EnvelopeFormat.MaxPlaintextBytes + 1024);

    private readonly string _folder;
    private readonly string _prefix;
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
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _prefix = Path.EndsInDirectorySeparator(_folder) ? _folder : _folder + Path.DirectorySeparatorChar;
        _purpose = purpose;
        _pattern = pattern;
        _associatedData = associatedData ?? System.Text.Encoding.UTF8.GetBytes;
    }

    /// <summary>The machine that the folder is on, part of <see cref="Name"/>: folders of one path on two machines are two sources.</summary>
    /// <value>Default: <see cref="Environment.MachineName"/>. Say it where that changes at every start, as in containers, or where several machines share the folder.</value>
    public string Machine { get; init; } = Environment.MachineName;

    /// <inheritdoc/>
    public string Name => $"folder {Machine} {_folder} {_pattern}";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken)
    {
        if (after is null || _ids is null)
        {
            _ids = ListIds();
        }

        var found = after is null ? -1 : Array.BinarySearch(_ids, after, StringComparer.Ordinal);
        var page = new List<MigrationItem>();
        var bytes = 0L;
        for (var i = found >= 0 ? found + 1 : after is null ? 0 : ~found; i < _ids.Length && page.Count < count && bytes < PageBytes; i++)
        {
            if (await FindAsync(_ids[i], cancellationToken).ConfigureAwait(false) is { } item)
            {
                page.Add(item);
                bytes += item.Content.Length;
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
            return new MigrationItem(id, content ?? [], _purpose, _associatedData(id)) { Stream = isStream ? new StreamedFile(path) : null };
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
            async () => await IsStoredAsync(path, replacement.Expected, cancellationToken).ConfigureAwait(false) && FileStamp.Of(path) == stamp,
            cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> IsStoredAsync(string path, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        try
        {
            var (content, isStream) = await ReadFileAsync(path, cancellationToken).ConfigureAwait(false);
            return content is not null && !isStream && content.AsSpan().SequenceEqual(expected.Span);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The file's content; of a stream, its header alone; null where it is too large to be a value of any form.</summary>
    private static async ValueTask<(byte[]? Content, bool IsStream)> ReadFileAsync(string path, CancellationToken cancellationToken)
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

            if (file.Length > MaxValueBytes)
            {
                return (null, false);
            }

            var content = new byte[Math.Max(file.Length, size)];
            header.AsSpan(0, size).CopyTo(content);
            size += await file.ReadAtLeastAsync(content.AsMemory(size), content.Length - size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return (size == content.Length ? content : content[..size], false);
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
        return path.StartsWith(_prefix, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("The id leads out of the folder.", nameof(id));
    }
}
