namespace SecurityKit.Crypto;

/// <summary>A stored password hash that was read and is ready to be compared with a candidate. Thread-safe.</summary>
public abstract class StoredPasswordHash
{
    /// <summary>The working memory one comparison needs, in bytes: 0 to 1 GiB. It is taken from the capped pool.</summary>
    public virtual int MemoryBytes => 0;

    /// <summary>How many threads one comparison can use; at least 1.</summary>
    public virtual int Threads => 1;

    /// <summary>Whether a match should be hashed anew: an older algorithm, weaker parameters.</summary>
    public abstract bool NeedsRehash { get; }

    /// <summary>Hashes a candidate and compares in constant time.</summary>
    /// <param name="password">The candidate as UTF-8.</param>
    /// <param name="memory"><see cref="MemoryBytes"/> of working memory, 64-byte aligned, zeroed before and after by the caller.</param>
    /// <param name="threads">How many threads may be used; at most <see cref="Threads"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Whether it matches.</returns>
    public abstract bool Matches(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken);
}
