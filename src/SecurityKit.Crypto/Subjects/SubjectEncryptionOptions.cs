namespace SecurityKit.Crypto;

/// <summary>How subjects' keys are kept in memory and what happens around an erasure. Binds from the configuration section <c>SecurityKit:Crypto:Subjects</c>.</summary>
public sealed class SubjectEncryptionOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Crypto:Subjects";

    /// <summary>
    /// How long an unwrapped key may be used before the store is asked again; 0 (every time) to 1 minute. Nodes hear of an erasure at once over the change
    /// feed; one that does not hear of it goes on for no longer than this. The memory is wiped then too, whether or not anybody asks.
    /// </summary>
    /// <value>Default: 1 second, which costs one read a second for a subject in use.</value>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many subjects' keys are in memory at most; 1 to 1,000,000.</summary>
    /// <value>Default: 10,000.</value>
    public int MaxCachedSubjects { get; set; } = 10_000;

    /// <summary>Whether deleting an account (<see cref="SecurityEventTypes.AccountDeleted"/>) erases its subject.</summary>
    /// <value>Default: no; the host erases by itself.</value>
    public bool EraseOnAccountDeletion { get; set; }

    /// <summary>
    /// A file to which every erasure is appended, and which is applied to the key store at each start: so a restored backup of the key store does not bring
    /// back what was erased. Keep it on another volume than the store, out of the store's backups. Nodes on several machines need one they share, or a journal
    /// of the host's own (<see cref="IErasureJournal"/>).
    /// </summary>
    /// <value>Default: none.</value>
    public string? JournalFile { get; set; }
}
