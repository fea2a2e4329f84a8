using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class InMemoryRefreshTests : RefreshStoreContract
{
    private readonly ManualClock _clock = new();

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult<ISessionStore>(new InMemorySessionStore(_clock));
}
