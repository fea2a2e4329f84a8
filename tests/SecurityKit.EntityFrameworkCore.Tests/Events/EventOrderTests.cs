using Microsoft.EntityFrameworkCore;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Events;

/// <summary>Who reads on after the last event seen misses none, also when nodes commit in another order than they inserted in.</summary>
[TestFixture]
public sealed class EventOrderTests
{
    private readonly ManualClock _clock = new();
    private TestDatabase _database = null!;

    [SetUp]
    public async Task StartAsync() => _database = await TestDatabase.PostgreSqlAsync(_clock);

    [TearDown]
    public async Task StopAsync() => await _database.DisposeAsync();

    [Test]
    public async Task AnEventThatIsCommittedLate_IsNotPassedOver()
    {
        var store = _database.Get<ISecurityEventStore>();
        await store.AppendAsync(Event("first"), default);
        await using var slow = await _database.Contexts.CreateDbContextAsync();
        await using var transaction = await slow.Database.BeginTransactionAsync();
        await InsertAsync(slow, "second");
        await store.AppendAsync(Event("third"), default);

        var before = await store.QueryAsync(new SecurityEventQuery(), default);
        await transaction.CommitAsync();
        var after = await store.QueryAsync(new SecurityEventQuery { AfterId = before[^1].Id }, default);

        Assert.That(before.Select(e => e.Type), Is.EqualTo(new[] { "test.first" }));
        Assert.That(after.Select(e => e.Type), Is.EqualTo(new[] { "test.second", "test.third" }));
    }

    [Test]
    public async Task AnInsertionThatWasGivenUp_HoldsNobodyUpForLong()
    {
        var store = _database.Get<ISecurityEventStore>();
        await store.AppendAsync(Event("first"), default);
        await using (var failing = await _database.Contexts.CreateDbContextAsync())
        {
            await using var transaction = await failing.Database.BeginTransactionAsync();
            await InsertAsync(failing, "second");
            await transaction.RollbackAsync();
        }

        await store.AppendAsync(Event("third"), default);
        _clock.Advance(((EfSecurityEventStore)store).Settling + TimeSpan.FromSeconds(1));
        await store.AppendAsync(Event("fourth"), default);

        Assert.That((await store.QueryAsync(new SecurityEventQuery(), default)).Select(e => e.Type), Is.EqualTo(new[] { "test.first", "test.third", "test.fourth" }));
    }

    [Test]
    public async Task TheNewestFirst_AreShownAtOnce()
    {
        var store = _database.Get<ISecurityEventStore>();
        await using var slow = await _database.Contexts.CreateDbContextAsync();
        await using var transaction = await slow.Database.BeginTransactionAsync();
        await InsertAsync(slow, "first");
        await store.AppendAsync(Event("second"), default);

        Assert.That((await store.QueryAsync(new SecurityEventQuery { NewestFirst = true }, default)).Select(e => e.Type), Is.EqualTo(new[] { "test.second" }));
    }

    private Task InsertAsync(SecurityKitDbContext context, string type)
    {
        context.Add(new SecurityEventRow
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()), Time = _clock.GetUtcNow(), Type = "test." + type,
            Outcome = SecurityEventOutcome.Success, Severity = SecurityEventSeverity.Low,
        });
        return context.SaveChangesAsync();
    }

    private SecurityEvent Event(string type) => new()
    {
        Id = Guid.CreateVersion7(_clock.GetUtcNow()), Time = _clock.GetUtcNow(), Type = "test." + type,
        Outcome = SecurityEventOutcome.Success, Severity = SecurityEventSeverity.Low,
    };
}
