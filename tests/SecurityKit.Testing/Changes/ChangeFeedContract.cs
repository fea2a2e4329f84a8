using System.Collections.Concurrent;

namespace SecurityKit.Testing;

/// <summary>What every change feed must do.</summary>
public abstract class ChangeFeedContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The feed under test.</summary>
    protected abstract IChangeFeed Feed { get; }

    /// <summary>The feed of another node; for feeds of one process, the feed itself.</summary>
    protected virtual IChangeFeed AnotherNode => Feed;

    /// <summary>Completes when subscriptions of both nodes are in force.</summary>
    protected virtual Task SubscribedAsync() => Task.CompletedTask;

    [Test]
    public async Task Publish_ReachesThisNodesSubscribersBeforeItReturns()
    {
        var topic = NewTopic();
        var seen = new ConcurrentQueue<ChangeNotice>();
        using var subscription = Feed.Subscribe(topic, Into(seen));

        await Feed.PublishAsync(new ChangeNotice(topic, "k1"), default);

        Assert.That(seen, Does.Contain(new ChangeNotice(topic, "k1")));
    }

    [Test]
    public async Task Publish_ReachesAnotherNode()
    {
        var topic = NewTopic();
        var arrived = new TaskCompletionSource<ChangeNotice>();
        using var subscription = AnotherNode.Subscribe(topic, (notice, _) =>
        {
            if (notice.Key.Length > 0)
            {
                arrived.TrySetResult(notice);
            }

            return ValueTask.CompletedTask;
        });
        await SubscribedAsync();

        await Feed.PublishAsync(new ChangeNotice(topic, "k \"2\" \u00e9"), default);

        Assert.That(await arrived.Task.WaitAsync(Patience), Is.EqualTo(new ChangeNotice(topic, "k \"2\" \u00e9")));
    }

    [Test]
    public async Task Publish_ReachesEachSubscriberOnce()
    {
        var topic = NewTopic();
        var seen = new ConcurrentQueue<ChangeNotice>();
        using var subscription = Feed.Subscribe(topic, Into(seen));
        await SubscribedAsync();
        var last = new TaskCompletionSource();
        using var end = Feed.Subscribe(topic + ".end", (_, _) =>
        {
            last.TrySetResult();
            return ValueTask.CompletedTask;
        });

        await Feed.PublishAsync(new ChangeNotice(topic, "once"), default);
        await AnotherNode.PublishAsync(new ChangeNotice(topic + ".end", "x"), default);
        await last.Task.WaitAsync(Patience);

        Assert.That(seen.Count(notice => notice.Key == "once"), Is.EqualTo(1));
    }

    [Test]
    public async Task Publish_OfAnotherTopic_IsNotSeen()
    {
        var topic = NewTopic();
        var seen = new ConcurrentQueue<ChangeNotice>();
        using var subscription = Feed.Subscribe(topic, Into(seen));

        await Feed.PublishAsync(new ChangeNotice(NewTopic(), "k"), default);

        Assert.That(seen.Where(notice => notice.Key.Length > 0), Is.Empty);
    }

    [Test]
    public async Task Dispose_EndsTheSubscription()
    {
        var topic = NewTopic();
        var seen = new ConcurrentQueue<ChangeNotice>();
        Feed.Subscribe(topic, Into(seen)).Dispose();

        await Feed.PublishAsync(new ChangeNotice(topic, "k"), default);

        Assert.That(seen.Where(notice => notice.Key.Length > 0), Is.Empty);
    }

    [Test]
    public async Task SubscriberThatThrows_HindersNobody()
    {
        var topic = NewTopic();
        var seen = new ConcurrentQueue<ChangeNotice>();
        using var bad = Feed.Subscribe(topic, (_, _) => throw new InvalidOperationException("broken subscriber"));
        using var good = Feed.Subscribe(topic, Into(seen));

        await Feed.PublishAsync(new ChangeNotice(topic, "k"), default);

        Assert.That(seen, Does.Contain(new ChangeNotice(topic, "k")));
    }

    [Test]
    public async Task Key_ThatIsVeryLong_ArrivesWholeOrAsAny()
    {
        var topic = NewTopic();
        var key = new string('k', 20_000);
        var arrived = new TaskCompletionSource<ChangeNotice>();
        using var ready = AnotherNode.Subscribe(topic + ".ready", (_, _) => ValueTask.CompletedTask);
        await SubscribedAsync();
        using var subscription = AnotherNode.Subscribe(topic, (notice, _) =>
        {
            arrived.TrySetResult(notice);
            return ValueTask.CompletedTask;
        });

        await Feed.PublishAsync(new ChangeNotice(topic, key), default);

        Assert.That((await arrived.Task.WaitAsync(Patience)).Key, Is.EqualTo(key).Or.Empty);
    }

    private static Func<ChangeNotice, CancellationToken, ValueTask> Into(ConcurrentQueue<ChangeNotice> seen) => (notice, _) =>
    {
        seen.Enqueue(notice);
        return ValueTask.CompletedTask;
    };

    private static string NewTopic() => "test." + Guid.NewGuid().ToString("N");
}
