using SecurityKit.Testing;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class InMemoryLeaseStoreTests : LeaseStoreContract
{
    private ManualClock _clock = null!;
    private InMemoryLeaseStore _store = null!;

    protected override ILeaseStore Store => _store;

    [SetUp]
    public void CreateStore()
    {
        _clock = new ManualClock();
        _store = new InMemoryLeaseStore(_clock);
    }

    protected override Task AdvanceAsync(TimeSpan by)
    {
        _clock.Advance(by);
        return Task.CompletedTask;
    }
}
