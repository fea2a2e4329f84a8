using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class InMemorySessionStoreTests : SessionStoreContract
{
    private readonly ManualClock _clock = new();

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult<ISessionStore>(new InMemorySessionStore(_clock));

    [Test]
    public async Task SessionsThatAreOver_LeaveNothingBehind()
    {
        for (var i = 0; i < 5000; i++)
        {
            await Store.CreateAsync(SessionSample.Draft(SessionSample.Session($"subject-{i}", Now)), new SessionLimit(10, SessionLimitAction.EvictOldest), default);
        }

        await Store.RevokeAllAsync("subject-1", null, Now, SessionSample.Lifetime, default);
        _clock.Advance(SessionSample.Lifetime);

        var removed = await Store.RemoveExpiredAsync(default);

        var store = (InMemorySessionStore)Store;
        Assert.That((removed, store.SessionCount, store.SubjectCount), Is.EqualTo((4999, 0, 0)));
    }
}
