using SecurityKit.Testing;

namespace SecurityKit.Core.Tests.Events;

[TestFixture]
public sealed class InMemorySecurityEventStoreTests : SecurityEventStoreContract
{
    protected override ValueTask<ISecurityEventStore> CreateAsync() => ValueTask.FromResult<ISecurityEventStore>(new InMemorySecurityEventStore());

    [Test]
    public async Task Memory_is_bounded_and_the_oldest_goes_first()
    {
        var store = new InMemorySecurityEventStore();
        for (var i = 0; i <= InMemorySecurityEventStore.Capacity; i++)
        {
            await store.AppendAsync(
                new SecurityEvent { Id = Guid.NewGuid(), Type = i.ToString(), Outcome = SecurityEventOutcome.Success }, default);
        }

        var oldest = (await store.QueryAsync(new SecurityEventQuery { Limit = 1 }, default)).Single();
        Assert.That(oldest.Type, Is.EqualTo("1"));
    }
}
