namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Lets a subject's parallel sign-ins wait in this process before they wait on the subject's row: a burst for one subject then holds one
/// connection and not the whole pool. The row decides all the same, since other processes have queues of their own.
/// </summary>
/// <param name="patience">How long a call waits for its turn.</param>
internal sealed class SubjectQueue(TimeSpan patience)
{
    private const int Lanes = 64;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    internal async ValueTask<Turn> EnterAsync(string subject, CancellationToken cancellationToken)
    {
        var lane = _lanes[(uint)string.GetHashCode(subject, StringComparison.Ordinal) % Lanes];
        return await lane.WaitAsync(patience, cancellationToken).ConfigureAwait(false)
            ? new Turn(lane)
            : throw new StoreUnavailableException("session database");
    }

    internal readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
