using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests.Telemetry;

[TestFixture]
public sealed class RedisSpanTests
{
    [Test]
    public async Task AnOperation_IsTraced_WithoutItsKey()
    {
        await using var node = RedisNode.Create();
        using var spans = new SpanRecorder("SecurityKit.Redis");
        await node.Get<ICounterStore>().TryTakeAsync(new CounterKey("test.span", "ada-lovelace"), new CounterLimit(1, TimeSpan.FromMinutes(1)), 1, default);
        var span = spans.Spans.Single();
        Assert.That(span.OperationName, Is.EqualTo("securitykit.redis"));
        Assert.That(span.GetTagItem("db.system.name"), Is.EqualTo("redis"));
        Assert.That(spans.Everything, Does.Not.Contain("ada-lovelace"));
    }
}
