namespace SecurityKit.Crypto;

/// <summary>A stored value of the stream format, of any size: read and replaced without ever being whole in memory. Thread-safe.</summary>
public interface IStreamedValue
{
    /// <summary>Opens the value for reading.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stored bytes, to be disposed; null when the value is gone.</returns>
    ValueTask<Stream?> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the value anew and puts the new one in its place in one step, durably, if the old one is still what was read: compare and set. What was written is thrown
    /// away when the old one was changed meanwhile, or when <paramref name="rewrite"/> throws.
    /// </summary>
    /// <param name="rewrite">
    /// Reads the old value to its end from the first stream and writes the new one to the second, which is empty, readable and seekable. What it writes may reach a disk
    /// before it is in place, so it is encrypted.
    /// </param>
    /// <param name="cancellationToken">Cancels the call; the old value stays.</param>
    /// <returns>Whether the new value is in place; false when the old one was changed or is gone.</returns>
    ValueTask<bool> ReplaceAsync(Func<Stream, Stream, CancellationToken, ValueTask> rewrite, CancellationToken cancellationToken);
}
