using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.DataMigration;

public abstract class TableMigrationSourceTests(DatabaseProvider provider) : MigrationSourceContract
{
    private TestDatabase _database = null!;
    private TableMigrationSource _source = null!;

    protected override IMigrationSource Source => _source;

    [SetUp]
    public async Task SetUp()
    {
        _database = await TestDatabase.CreateAsync(provider);
        await _database.ExecuteAsync("CREATE TABLE app_values (name varchar(100) PRIMARY KEY, content text)");
        _source = new TableMigrationSource(Connect, new TableMigrationOptions
        {
            Table = "app_values", Key = [new TableKeyColumn("name")], ValueColumn = "content", Purpose = Purpose,
        });
    }

    [TearDown]
    public async Task TearDown() => await _database.DisposeAsync();

    [Test]
    public async Task Rows_by_number_with_bytes_move_as_well_and_empty_ones_are_passed_over()
    {
        var bytes = provider == DatabaseProvider.Sqlite ? "blob" : "bytea";
        await _database.ExecuteAsync($"CREATE TABLE app_numbers (id bigint PRIMARY KEY, content {bytes})");
        var source = new TableMigrationSource(Connect, new TableMigrationOptions
        {
            Table = "app_numbers", Key = [new TableKeyColumn("id", TableKeyType.Number)], ValueColumn = "content", IsText = false, Purpose = Purpose,
        });
        foreach (var id in new[] { 2, 10, 1 })
        {
            await RunAsync("INSERT INTO app_numbers VALUES (@id, @content)", ("@id", (long)id), ("@content", new[] { (byte)id }));
        }

        await RunAsync("INSERT INTO app_numbers VALUES (@id, NULL)", ("@id", 3L));
        var first = await source.ReadAsync(null, 2, CancellationToken.None);
        var second = await source.ReadAsync(first[^1].Id, 2, CancellationToken.None);
        Assert.That(first.Concat(second).Select(i => i.Id), Is.EqualTo(new[] { "1", "2", "10" }), "by number, not by text");
        Assert.That(Encoding.UTF8.GetString(first[0].AssociatedData.Span), Is.EqualTo("app_numbers.content:1"));
        var done = await source.ReplaceAsync([new MigrationReplacement("2", new byte[] { 2 }, new byte[] { 9 })], CancellationToken.None);
        Assert.That(done, Is.EqualTo(new[] { true }));
        Assert.That((await source.FindAsync("2", CancellationToken.None))!.Content.ToArray(), Is.EqualTo(new byte[] { 9 }));
    }

    [Test]
    public async Task Tables_of_one_name_in_two_databases_are_two_sources_and_no_password_is_in_a_name()
    {
        await using var other = await TestDatabase.CreateAsync(provider);
        DbConnection ToOther() => provider == DatabaseProvider.Sqlite ? new SqliteConnection(other.ConnectionString) : new NpgsqlConnection(other.ConnectionString);
        var options = new TableMigrationOptions { Table = "app_values", Key = [new TableKeyColumn("name")], ValueColumn = "content", Purpose = Purpose };
        var here = new TableMigrationSource(Connect, options);
        var there = new TableMigrationSource(ToOther, options);

        Assert.That(here.Name, Is.EqualTo(_source.Name).And.StartsWith("table app_values.content in "), "the same at every run");
        Assert.That(there.Name, Is.Not.EqualTo(here.Name));
        Assert.That(here.Name, Does.Not.Contain("Password").And.Not.Contain(Password(_database.ConnectionString)));
        Assert.That(new TableMigrationSource(Connect, options with { Machine = "elsewhere" }).Name == here.Name, Is.EqualTo(provider == DatabaseProvider.PostgreSql), "a file is of its machine");
    }

    [TestCase("values; DROP TABLE app_values")]
    [TestCase("\"app_values\"")]
    [TestCase("")]
    [TestCase("a.b.c")]
    public void A_name_that_is_no_identifier_is_refused(string table) => Assert.That(
        () => new TableMigrationSource(Connect, new TableMigrationOptions { Table = table, Key = [new TableKeyColumn("name")], ValueColumn = "content", Purpose = Purpose }),
        Throws.ArgumentException);

    protected override async Task FillAsync(IReadOnlyDictionary<string, byte[]> values)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (id, content) in values)
        {
            await RunAsync(connection, "INSERT INTO app_values VALUES (@id, @content)", ("@id", id), ("@content", Encoding.UTF8.GetString(content)));
        }

        await transaction.CommitAsync();
    }

    protected override async Task<byte[]?> ReadStoredAsync(string id)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = Command(connection, "SELECT content FROM app_values WHERE name = @id", ("@id", id));
        return await command.ExecuteScalarAsync() is string text ? Encoding.UTF8.GetBytes(text) : null;
    }

    protected override Task WriteStoredAsync(string id, byte[] content) =>
        RunAsync("UPDATE app_values SET content = @content WHERE name = @id", ("@id", id), ("@content", Encoding.UTF8.GetString(content)));

    private static async Task RunAsync(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private async Task RunAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await RunAsync(connection, sql, parameters);
    }

    private static string Password(string connection) =>
        new DbConnectionStringBuilder { ConnectionString = connection }.TryGetValue("Password", out var password) ? (string)password : "none to be found";

    private DbConnection Connect() => provider == DatabaseProvider.Sqlite
        ? new SqliteConnection(_database.ConnectionString)
        : new NpgsqlConnection(_database.ConnectionString);
}
