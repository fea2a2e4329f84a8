using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>A database of a host's own with encrypted columns, new for each test, and a clock for its keys.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
public abstract class FieldFixture<TContext>(DatabaseProvider provider, Func<DbContextOptions<TContext>, TContext> create)
    where TContext : DbContext
{
    protected DatabaseProvider Provider { get; } = provider;

    protected TestDatabase Database { get; private set; } = null!;

    protected TestCrypto Crypto { get; private set; } = null!;

    protected FieldCipher Fields { get; private set; } = null!;

    protected ManualClock Clock { get; private set; } = null!;

    [SetUp]
    public async Task CreateTables()
    {
        Database = await TestDatabase.CreateAsync(Provider);
        Clock = new ManualClock(TimeProvider.System.GetUtcNow());
        Crypto = await TestCrypto.CreateAsync(Clock);
        Fields = Crypto.Services.GetRequiredService<FieldCipher>();
        await using var context = Open();
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }

    [TearDown]
    public async Task DropDatabase()
    {
        await Crypto.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected async Task RotateAsync()
    {
        await Crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        Clock.Advance(TimeSpan.FromHours(1));
    }

    protected System.Data.Common.DbConnection Connect() => Provider == DatabaseProvider.Sqlite
        ? new Microsoft.Data.Sqlite.SqliteConnection(Database.ConnectionString)
        : new Npgsql.NpgsqlConnection(Database.ConnectionString);

    protected TContext Open(bool withFields = true)
    {
        var options = new DbContextOptionsBuilder<TContext>().ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning));
        _ = Provider == DatabaseProvider.Sqlite ? options.UseSqlite(Database.ConnectionString) : options.UseNpgsql(Database.ConnectionString);
        if (withFields)
        {
            options.UseEncryptedFields(Fields);
        }

        return create(options.Options);
    }
}
