using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class SqliteChangeFeedTests : ChangeFeedContract
{
    private TestDatabase _database = null!;

    protected override IChangeFeed Feed => _database.Get<IChangeFeed>();

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.SqliteAsync();

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    [Test]
    public void Feed_IsTheDatabasesOwn() => Assert.That(Feed, Is.TypeOf<SqliteChangeFeed>());
}
