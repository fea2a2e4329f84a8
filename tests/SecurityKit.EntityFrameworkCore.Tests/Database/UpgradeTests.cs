using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>A file that an older version made, with a row in each of its tables, is brought up to date and keeps every value.</summary>
[TestFixture]
public sealed class UpgradeTests
{
    private string _folder = string.Empty;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "old.db")}";

    private static IEnumerable<string> OlderVersions()
    {
        using var services = TestDatabase.Build(DatabaseProvider.PostgreSql, "Host=localhost;Database=never-connected", null, null);
        using var context = services.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>().CreateDbContext();
        return [.. context.Database.GetMigrations()];
    }

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("sk-upgrade-").FullName;

    [TearDown]
    public void DeleteFolder()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCaseSource(nameof(OlderVersions))]
    public async Task File_OfAnOlderVersion_KeepsItsData(string version)
    {
        await using var services = TestDatabase.Build(DatabaseProvider.Sqlite, ConnectionString, null, null);
        await using (var context = await services.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>().CreateDbContextAsync())
        {
            await context.GetService<IMigrator>().MigrateAsync(version);
        }

        var before = new Dictionary<string, Dictionary<string, string>>();
        await using (var connection = await OpenAsync())
        {
            foreach (var table in await TablesAsync(connection))
            {
                if (!await HasRowAsync(connection, table))
                {
                    await FillAsync(connection, table);
                }

                before[table] = await RowAsync(connection, table);
            }
        }

        await services.GetRequiredService<DatabaseSchema>().MigrateAsync();

        Assert.That(before, Is.Not.Empty);
        await using var upgraded = await OpenAsync();
        foreach (var (table, row) in before)
        {
            var after = await RowAsync(upgraded, table);
            Assert.That(after.Where(column => row.ContainsKey(column.Key)).ToDictionary(), Is.EquivalentTo(row), table);
        }

        Assert.That(await services.GetRequiredService<DatabaseSchema>().GetPendingMigrationsAsync(), Is.Empty);
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(ConnectionString + ";Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<List<string>> TablesAsync(SqliteConnection connection) =>
        [.. (await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'sk\\_%' ESCAPE '\\' AND name <> 'sk_migrations'"))
            .Select(row => row["name"])];

    /// <summary>Some tables have the one row that they ever have from their migration.</summary>
    private static async Task<bool> HasRowAsync(SqliteConnection connection, string table) =>
        (await ReadAsync(connection, $"SELECT 1 AS present FROM \"{table}\" LIMIT 1")).Count > 0;

    /// <summary>One row with a value that its column's type can hold, different for each column.</summary>
    private static async Task FillAsync(SqliteConnection connection, string table)
    {
        var columns = await ReadAsync(connection, $"SELECT name, type FROM pragma_table_info('{table}')");
        var values = columns.Select((column, index) => column["type"].ToUpperInvariant() switch
        {
            "INTEGER" => (index + 1).ToString(CultureInfo.InvariantCulture),
            "REAL" => $"{index + 1}.5",
            "BLOB" => $"x'{index:x2}ff'",
            _ => $"'text-{index}'",
        });
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c["name"]}\""))}) VALUES ({string.Join(", ", values)})";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<Dictionary<string, string>> RowAsync(SqliteConnection connection, string table)
    {
        var columns = (await ReadAsync(connection, $"SELECT name FROM pragma_table_info('{table}')")).Select(c => c["name"]);
        return (await ReadAsync(connection, $"SELECT {string.Join(", ", columns.Select(c => $"quote(\"{c}\") AS \"{c}\""))} FROM \"{table}\"")).Single();
    }

    private static async Task<List<Dictionary<string, string>>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, string>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.GetValue(i).ToString()!));
        }

        return rows;
    }
}
