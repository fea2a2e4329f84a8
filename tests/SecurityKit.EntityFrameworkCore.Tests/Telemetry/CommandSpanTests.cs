using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Telemetry;

[TestFixture(DatabaseProvider.Sqlite, "sqlite")]
[TestFixture(DatabaseProvider.PostgreSql, "postgresql")]
public sealed class CommandSpanTests(DatabaseProvider provider, string system)
{
    [Test]
    public async Task ACommand_IsTraced_WithoutItsTextAndValues()
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var spans = new SpanRecorder("SecurityKit.EntityFrameworkCore");
        await database.Get<ICounterStore>().TryTakeAsync(new CounterKey("test.span", "ada-lovelace"), new CounterLimit(1, TimeSpan.FromMinutes(1)), 1, default);
        await database.Get<ILeaseStore>().TryAcquireAsync("ada-lovelace", "owner", TimeSpan.FromMinutes(1), default);
        Assert.That(spans.Spans, Has.Count.GreaterThanOrEqualTo(2));
        Assert.That(spans.Spans.Select(s => s.OperationName), Is.All.EqualTo("securitykit.database"));
        Assert.That(spans.Spans.Select(s => s.GetTagItem("db.system.name")), Is.All.EqualTo(system));
        Assert.That(spans.Spans.Select(s => s.ParentSpanId), Is.All.EqualTo(Activity.Current!.SpanId));
        Assert.That(spans.Everything, Does.Not.Contain("ada-lovelace").And.Not.Contain("sk_"));
    }

    [Test]
    public async Task ACommandThatFails_EndsItsSpanAsAnError()
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var spans = new SpanRecorder("SecurityKit.EntityFrameworkCore");
        await using var context = await database.Contexts.CreateDbContextAsync();
        Assert.That(async () => await context.Database.ExecuteSqlRawAsync("SELECT * FROM sk_no_such_table"), Throws.Exception);
        Assert.That(spans.Spans.Select(s => s.Status), Has.Member(ActivityStatusCode.Error));
        Assert.That(spans.Everything, Does.Not.Contain("sk_"));
    }
}
