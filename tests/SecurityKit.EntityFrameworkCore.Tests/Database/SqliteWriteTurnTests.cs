using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>A turn that is not given back makes every later writer of the process wait in vain.</summary>
[TestFixture]
public sealed class SqliteWriteTurnTests
{
    private TestDatabase _database = null!;

    [SetUp]
    public async Task CreateAsync() => _database = await TestDatabase.SqliteAsync(configure: kit => kit.AddTestCrypto().AddSubjectEncryption());

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task AfterKeysWereOverwritten_TheNextWriterGivesItsTurnBack()
    {
        var keys = _database.Get<ISubjectKeyStore>();
        Assert.That(await keys.TrySaveAsync("handle", 0, new byte[] { 1 }, default), Is.True);
        Assert.That(await keys.TrySaveAsync("handle", 1, new byte[] { 2 }, default), Is.True);

        // One after the other, so that each has the context, and the connection, of the one before.
        await _database.Get<ISecurityEventStore>().AppendAsync(Event(), default);

        Assert.That(IsTaken(), Is.False);
    }

    [Test]
    public async Task OnAConnectionThatStaysOpen_EachWriteGivesItsTurnBack_HoweverItEnds()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        var row = new SecurityEventRow
        {
            Id = Guid.NewGuid(), Time = DateTimeOffset.UnixEpoch, Type = "test.turn", Outcome = SecurityEventOutcome.Success, Severity = SecurityEventSeverity.Low,
        };
        context.Add(row);
        await context.SaveChangesAsync();
        Assert.That(IsTaken(), Is.False, "inserted, and its number read back");

        await context.Database.ExecuteSqlAsync($"UPDATE sk_events SET type = {"test.turned"}");
        Assert.That(IsTaken(), Is.False, "changed");

        Assert.That(async () => await context.Database.ExecuteSqlAsync($"INSERT INTO sk_events SELECT * FROM sk_events"), Throws.InstanceOf<SqliteException>());
        Assert.That(IsTaken(), Is.False, "refused");

        Assert.That(
            async () => await context.Database.ExecuteSqlAsync($"UPDATE sk_events SET type = {"test.late"}", new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(IsTaken(), Is.False, "cancelled");
        await context.Database.CloseConnectionAsync();
    }

    private bool IsTaken() => SqliteWriteTurns.IsTaken(SqliteFile.PathOf(_database.ConnectionString)!);

    private static SecurityEvent Event() => new()
    {
        Id = Guid.NewGuid(), Time = DateTimeOffset.UnixEpoch, Type = "test.turn", Outcome = SecurityEventOutcome.Success, Severity = SecurityEventSeverity.Low,
    };
}
