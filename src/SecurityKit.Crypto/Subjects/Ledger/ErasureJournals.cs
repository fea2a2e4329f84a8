using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Every journal of this host: the file of the options, and what the host registered.</summary>
internal sealed class ErasureJournals : IDisposable
{
    private readonly FileErasureJournal? _file;

    public ErasureJournals(IEnumerable<IErasureJournal> registered, IOptions<SubjectEncryptionOptions> options)
    {
        _file = options.Value.JournalFile is { } path ? new FileErasureJournal(path) : null;
        All = _file is null ? [.. registered] : [_file, .. registered];
    }

    internal IReadOnlyList<IErasureJournal> All { get; }

    public void Dispose() => _file?.Dispose();
}
