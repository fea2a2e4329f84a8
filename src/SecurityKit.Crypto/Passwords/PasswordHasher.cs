using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal sealed class PasswordHasher(
    Argon2PasswordHashAlgorithm present,
    IEnumerable<IPasswordHashAlgorithm> algorithms,
    PasswordPepper pepper,
    HashingCapacity capacity,
    PasswordHashingMetrics metrics,
    TimeProvider clock,
    ILogger<PasswordHasher> logger) : IPasswordHasher
{
    private readonly IPasswordHashAlgorithm[] _algorithms = [.. algorithms];

    // In the form of a hash made now, so that verifying against it is the same code on the same amount of work. Taking a pepper off would
    // add a few millionths of a second to many thousandths.
    private readonly Lazy<string> _nothing = new(present.HashOfNothing);

    public async ValueTask<string> HashAsync(string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        using var bytes = new PasswordBytes(password);
        if (!bytes.IsWellFormed)
        {
            throw new ArgumentException("The password is not valid Unicode text.", nameof(password));
        }

        var hash = await RunAsync(
            "hash", present.Name, (int)present.Present.MemoryBytes, present.Present.Parallelism,
            permit => present.Hash(bytes.Span, permit.Memory, permit.Threads, cancellationToken), cancellationToken).ConfigureAwait(false);
        return pepper.Apply(hash);
    }

    public async ValueTask<PasswordVerification> VerifyAsync(string hash, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(password);
        using var bytes = new PasswordBytes(password);
        if (!pepper.TryOpen(hash, out var opened) || Find(opened) is not var (name, stored))
        {
            PasswordLog.HashNotRead(logger, hash.Length);
            await CompareAsync(Nothing(), bytes, cancellationToken).ConfigureAwait(false);
            return PasswordVerification.Failed;
        }

        var matches = await CompareAsync((name, stored), bytes, cancellationToken).ConfigureAwait(false);
        if (!matches || !bytes.IsWellFormed)
        {
            return PasswordVerification.Failed;
        }

        return stored.NeedsRehash || pepper.NeedsRenewal(hash) ? PasswordVerification.VerifiedRehashNeeded : PasswordVerification.Verified;
    }

    public async ValueTask VerifyNothingAsync(string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        using var bytes = new PasswordBytes(password);
        await CompareAsync(Nothing(), bytes, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> CompareAsync(
        (string Name, StoredPasswordHash Hash) stored, PasswordBytes password, CancellationToken cancellationToken) => RunAsync(
        "verify", stored.Name, stored.Hash.MemoryBytes, stored.Hash.Threads,
        permit => stored.Hash.Matches(password.Span, permit.Memory, permit.Threads, cancellationToken), cancellationToken);

    private (string Name, StoredPasswordHash Hash) Nothing() =>
        Find(_nothing.Value) ?? throw new InvalidOperationException("The hasher does not read the hashes it makes.");

    private (string Name, StoredPasswordHash Hash)? Find(string hash)
    {
        foreach (var algorithm in _algorithms)
        {
            if (algorithm.Read(hash) is { } stored)
            {
                return (algorithm.Name, stored);
            }
        }

        return null;
    }

    private ValueTask<T> RunAsync<T>(
        string operation, string algorithm, int bytes, int threads, Func<HashingPermit, T> work, CancellationToken cancellationToken) =>
        CryptoTracing.Spans.RunAsync(
            "securitykit.password." + operation,
            (hasher: this, operation, algorithm, bytes, threads, work, cancellationToken),
            static s => s.hasher.RunOnThreadAsync(s.operation, s.algorithm, s.bytes, s.threads, s.work, s.cancellationToken),
            static _ => null,
            new KeyValuePair<string, object?>("securitykit.algorithm", algorithm));

    // A thread of its own: the thread pool stays free for the requests that do not hash, and the permit bounds how many there are.
    private async ValueTask<T> RunOnThreadAsync<T>(
        string operation, string algorithm, int bytes, int threads, Func<HashingPermit, T> work, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        using var permit = await capacity.EnterAsync(bytes, threads, cancellationToken).ConfigureAwait(false);
        var started = clock.GetTimestamp();
        var result = await Task.Factory.StartNew(
            static state =>
            {
                var (work, permit) = ((Func<HashingPermit, T>, HashingPermit))state!;
                return work(permit);
            },
            (work, permit), cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
            .ConfigureAwait(false);
        metrics.Record(operation, algorithm, clock.GetElapsedTime(asked, started), clock.GetElapsedTime(started));
        return result;
    }
}
