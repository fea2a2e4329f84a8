using SecurityKit.Testing;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class InMemoryCounterStoreTests : CounterStoreContract
{
    private ManualClock _clock = null!;
    private InMemoryCounterStore _store = null!;

    protected override ICounterStore Store => _store;

    [SetUp]
    public void CreateStore()
    {
        _clock = new ManualClock();
        _store = new InMemoryCounterStore(_clock);
    }

    [Test]
    public async Task CountersWhoseWindowHasPassed_AreDropped()
    {
        var limit = new CounterLimit(5, TimeSpan.FromMinutes(1));
        for (var i = 0; i < 1000; i++)
        {
            await _store.TryTakeAsync(new CounterKey("test.sweep", $"{i}"), limit, 1, default);
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 1024; i++)
        {
            await _store.TryTakeAsync(new CounterKey("test.sweep", "one"), limit, 1, default);
        }

        Assert.That(_store.Count, Is.EqualTo(1));
    }

    protected override Task AdvanceAsync(TimeSpan by)
    {
        _clock.Advance(by);
        return Task.CompletedTask;
    }
}
