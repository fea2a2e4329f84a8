using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
[NonParallelizable]
public sealed class RedisOutageTests
{
    private static readonly CounterLimit Limit = new(1000, TimeSpan.FromHours(1));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task ServerThatIsNotThereAtTheStart_IsUnavailableAndIsUsedOnceItIsThere()
    {
        using var server = RedisServer.Start();
        server.Kill();
        await using var node = Create(server);
        await node.Get<IEnumerable<IStartupStep>>().OfType<RedisStartupStep>().Single().RunAsync(default);

        Assert.That(() => TakeAsync(node), Throws.TypeOf<StoreUnavailableException>());
        server.Restart();

        await WorksAgainAsync(node);
    }

    [Test]
    public async Task ServerThatIsKilledAndRestartedEmpty_IsUnavailableMeanwhileAndCountsFromNothing()
    {
        using var server = RedisServer.Start();
        await using var node = Create(server);
        Assert.That((await TakeAsync(node)).Remaining, Is.EqualTo(999));

        server.Kill();
        await FailsAsync(node);
        server.Restart();

        Assert.That((await WorksAgainAsync(node)).Remaining, Is.EqualTo(999));
    }

    [Test]
    public async Task FrozenServer_IsUnavailableWithinTheLimitAndNothingIsLeftUnobserved()
    {
        var unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> count = (_, _) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += count;
        using var server = RedisServer.Start();
        await using var node = Create(server);
        await TakeAsync(node);

        server.Pause();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => OutcomeAsync(node)))).WaitAsync(Patience);
        Assert.That(outcomes, Is.All.EqualTo("unavailable"));
        server.Resume();

        await WorksAgainAsync(node);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= count;
        Assert.That(unobserved, Is.Zero);
    }

    [Test]
    public async Task RepeatedFailures_OpenTheCircuitSoThatCallersDoNotWait()
    {
        using var server = RedisServer.Start();
        await using var node = Create(server, breakDuration: TimeSpan.FromSeconds(30));
        await TakeAsync(node);

        server.Pause();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => OutcomeAsync(node))));
        var outage = Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(node));
        server.Resume();

        Assert.That(outage!.InnerException, Is.TypeOf<Polly.CircuitBreaker.BrokenCircuitException>());
    }

    [Test]
    public async Task Cancellation_IsNotAnOutage()
    {
        await using var node = RedisNode.Create();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.That(
            async () => await node.Get<ICounterStore>().TryTakeAsync(new CounterKey("test.cancel", "k"), Limit, 1, cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task PasswordThatIsWrong_IsUnavailableAndIsNowhereInTheMessage()
    {
        using var server = RedisServer.Start("--requirepass", "right-password");
        await using var node = RedisNode.Create(server.ConnectionString + ",password=hunter2", configure: ShortLimits);
        await using var right = RedisNode.Create(server.ConnectionString + ",password=right-password");

        var outage = Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(node));

        Assert.That(outage!.ToString(), Does.Not.Contain("hunter2"));
        Assert.That((await TakeAsync(right)).Taken, Is.True);
    }

    [Test]
    public async Task Feed_CutOffAndBack_TellsTheGapAndDeliversAgain()
    {
        using var server = RedisServer.Start();
        await using var node = Create(server);
        await using var other = RedisNode.Create(server.ConnectionString, node.Prefix, ShortLimits);
        var gap = new TaskCompletionSource();
        var isCut = false;
        using var subscription = other.Get<IChangeFeed>().Subscribe("test.gap", (notice, _) =>
        {
            if (isCut && notice.Key.Length == 0)
            {
                gap.TrySetResult();
            }

            return ValueTask.CompletedTask;
        });
        await ((RedisChangeFeed)other.Get<IChangeFeed>()).Subscribed.WaitAsync(Patience);

        isCut = true;
        server.Kill();
        Assert.DoesNotThrowAsync(async () => await node.Get<IChangeFeed>().PublishAsync(new ChangeNotice("test.gap", "lost"), default));
        server.Restart();
        await gap.Task.WaitAsync(Patience);

        var arrived = new TaskCompletionSource();
        using var second = other.Get<IChangeFeed>().Subscribe("test.after", (_, _) =>
        {
            arrived.TrySetResult();
            return ValueTask.CompletedTask;
        });
        var started = Stopwatch.GetTimestamp();
        while (!arrived.Task.IsCompleted && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await node.Get<IChangeFeed>().PublishAsync(new ChangeNotice("test.after", "k"), default);
            await Task.WhenAny(arrived.Task, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }

        Assert.That(arrived.Task.IsCompleted, Is.True);
    }

    private static RedisNode Create(RedisServer server, TimeSpan? breakDuration = null) =>
        RedisNode.Create(server.ConnectionString, configure: builder =>
        {
            ShortLimits(builder);
            if (breakDuration is { } duration)
            {
                builder.Services.Configure<RedisOptions>(options => options.BreakDuration = duration);
            }
        });

    private static void ShortLimits(ISecurityKitBuilder builder) => builder.Services.Configure<RedisOptions>(options =>
    {
        options.OperationTimeout = TimeSpan.FromSeconds(1);
        options.ConnectTimeout = TimeSpan.FromSeconds(1);
    });

    private static async Task<CounterDecision> TakeAsync(RedisNode node) =>
        await node.Get<ICounterStore>().TryTakeAsync(new CounterKey("test.outage", "k"), Limit, 1, default);

    private static async Task<string> OutcomeAsync(RedisNode node)
    {
        try
        {
            await TakeAsync(node);
            return "taken";
        }
        catch (StoreUnavailableException)
        {
            return "unavailable";
        }
    }

    private static async Task FailsAsync(RedisNode node) =>
        Assert.That(await OutcomeAsync(node), Is.EqualTo("unavailable"));

    /// <summary>Asks until it is answered; how long that took is written down, not judged.</summary>
    private static async Task<CounterDecision> WorksAgainAsync(RedisNode node)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var decision = await TakeAsync(node);
                TestContext.Out.WriteLine($"works again after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
                return decision;
            }
            catch (StoreUnavailableException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }
}
