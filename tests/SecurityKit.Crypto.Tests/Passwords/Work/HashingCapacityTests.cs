namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class HashingCapacityTests
{
    private const int MiB = 1024 * 1024;

    [Test]
    public async Task A_thousand_parallel_logins_stay_under_the_memory_cap_and_all_finish()
    {
        using var host = new PasswordHashingHost(o =>
        {
            (o.MemoryKiB, o.MemoryCapMiB, o.MaxThreads) = (1024, 8, 64);
            o.Limits.Argon2MemoryKiB = 4096;
        });
        var hash = await host.Hasher.HashAsync("p");
        var larger = Argon2Hashes.Make("$argon2id$v=19$m=3072,t=1,p=1$", "p");

        var logins = Enumerable.Range(0, 1000).Select(i => host.Hasher.VerifyAsync(i % 10 == 0 ? larger : hash, i % 2 == 0 ? "p" : "q").AsTask());
        var outcomes = await Task.WhenAll(logins);

        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Count(o => o == PasswordVerification.Verified), Is.EqualTo(500));
            Assert.That(outcomes.Count(o => o == PasswordVerification.Failed), Is.EqualTo(500));
            Assert.That(host.Capacity.PeakBytes, Is.LessThanOrEqualTo(8 * MiB).And.GreaterThanOrEqualTo(4 * MiB));
            Assert.That(host.Capacity.PeakThreads, Is.LessThanOrEqualTo(8));
            Assert.That(host.Capacity.Waiting, Is.Zero);
        });
    }

    [Test]
    public async Task Memory_is_wiped_before_the_next_caller_gets_it()
    {
        using var capacity = new HashingCapacity(MiB, maxThreads: 1);
        using (var first = await capacity.EnterAsync(MiB, 1, CancellationToken.None))
        {
            first.Memory.Fill(0xA5);
        }

        using var second = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        Assert.That(second.Memory.ContainsAnyExcept((byte)0), Is.False);
    }

    [Test]
    public async Task Memory_is_taken_once_and_used_again()
    {
        using var capacity = new HashingCapacity(4 * MiB, maxThreads: 4);
        for (var i = 0; i < 100; i++)
        {
            using var permit = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        }

        Assert.That(capacity.PeakBytes, Is.EqualTo(MiB));
        Assert.That(capacity.HeldBytes, Is.EqualTo(MiB));
    }

    [Test]
    public async Task Kept_memory_of_another_size_gives_way()
    {
        using var capacity = new HashingCapacity(4 * MiB, maxThreads: 4);
        (await capacity.EnterAsync(3 * MiB, 1, CancellationToken.None)).Dispose();
        using var permit = await capacity.EnterAsync(2 * MiB, 1, CancellationToken.None);
        Assert.That(permit.Memory.Length, Is.EqualTo(2 * MiB));
        Assert.That(capacity.HeldBytes, Is.EqualTo(2 * MiB));
        Assert.That(capacity.PeakBytes, Is.EqualTo(3 * MiB));
    }

    [Test]
    public async Task Whoever_does_not_fit_waits_and_is_served_in_order()
    {
        using var capacity = new HashingCapacity(2 * MiB, maxThreads: 8);
        var holder = await capacity.EnterAsync(2 * MiB, 1, CancellationToken.None);
        var large = capacity.EnterAsync(2 * MiB, 1, CancellationToken.None).AsTask();
        var small = capacity.EnterAsync(MiB, 1, CancellationToken.None).AsTask();
        Assert.That(capacity.Waiting, Is.EqualTo(2));

        holder.Dispose();
        var first = await large;
        Assert.That(small.IsCompleted, Is.False, "a small request does not overtake a large one");
        first.Dispose();
        (await small).Dispose();
    }

    [Test]
    public async Task A_caller_that_gives_up_leaves_the_queue_and_lets_the_next_one_in()
    {
        using var capacity = new HashingCapacity(2 * MiB, maxThreads: 8);
        using var holder = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var large = capacity.EnterAsync(2 * MiB, 1, cancellation.Token).AsTask();
        var small = capacity.EnterAsync(MiB, 1, CancellationToken.None).AsTask();

        await cancellation.CancelAsync();

        Assert.That(async () => await large, Throws.InstanceOf<OperationCanceledException>());
        (await small).Dispose();
        Assert.That(capacity.Waiting, Is.Zero);
    }

    [Test]
    public async Task A_failure_inside_gives_threads_and_memory_back()
    {
        using var capacity = new HashingCapacity(MiB, maxThreads: 1);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(
                async () =>
                {
                    using var permit = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
                    throw new InvalidOperationException("boom");
                },
                Throws.InvalidOperationException);
        }

        using var after = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        Assert.That(after.Threads, Is.EqualTo(1));
    }

    [Test]
    public async Task A_permit_disposed_twice_counts_once()
    {
        using var capacity = new HashingCapacity(MiB, maxThreads: 1);
        var permit = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        permit.Dispose();
        permit.Dispose();
        using var one = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        var two = capacity.EnterAsync(MiB, 1, CancellationToken.None);
        Assert.That(two.IsCompleted, Is.False);
    }

    [Test]
    public async Task More_lanes_than_threads_get_the_threads_there_are()
    {
        using var capacity = new HashingCapacity(MiB, maxThreads: 2);
        using var permit = await capacity.EnterAsync(MiB, threads: 16, CancellationToken.None);
        Assert.That(permit.Threads, Is.EqualTo(2));
    }

    [Test]
    public async Task Closing_refuses_those_who_wait()
    {
        var capacity = new HashingCapacity(MiB, maxThreads: 1);
        var permit = await capacity.EnterAsync(MiB, 1, CancellationToken.None);
        var waiting = capacity.EnterAsync(MiB, 1, CancellationToken.None).AsTask();
        capacity.Dispose();
        Assert.That(async () => await waiting, Throws.InstanceOf<ObjectDisposedException>());
        permit.Dispose();
        Assert.That(async () => await capacity.EnterAsync(MiB, 1, CancellationToken.None), Throws.InstanceOf<ObjectDisposedException>());
    }
}
