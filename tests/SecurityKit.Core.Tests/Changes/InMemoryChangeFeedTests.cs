using Microsoft.Extensions.Logging.Abstractions;
using SecurityKit.Testing;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class InMemoryChangeFeedTests : ChangeFeedContract
{
    private InMemoryChangeFeed _feed = null!;

    protected override IChangeFeed Feed => _feed;

    [SetUp]
    public void CreateFeed() => _feed = new InMemoryChangeFeed(new ChangeSubscriptions(NullLogger<ChangeSubscriptions>.Instance));
}
