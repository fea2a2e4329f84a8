using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.DataMigration;

/// <summary>A hundred thousand real tokens in a table on disk: made by Python's cryptography where it is installed, else by the kit.</summary>
public sealed class ManyRowsMigrationTests
{
    private const int Count = 100_000;
    private const int PageSize = 5_000;
    private const string Purpose = "test.values";
    private const string Key = "JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=";
    private const string PythonMaker = "import sys\nfrom cryptography.fernet import Fernet\nf = Fernet(sys.argv[1])\nfor i in range(int(sys.argv[2])):\n    print(f.encrypt(b'value %d' % i).decode())\n";

    private readonly FernetFormat _fernet = new([FernetKey.Parse(Key)]);
    private string _folder = null!;

    private string Connection => $"Data Source={Path.Combine(_folder, "values.db")};Pooling=True";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sk-many-").FullName;

    [TearDown]
    public void DeleteFolder()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_hundred_thousand_tokens_move_while_a_reader_reads_every_one_before_during_and_after()
    {
        await FillAsync();
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose(Purpose), _fernet);
        var during = (Old: 0, New: 0);
        var source = new InterruptedSource(NewSource(), batch: Count / PageSize / 2, async () => during = await ReadAllAsync(reader));
        var migrator = new DataMigrator(crypto.Encryptor, crypto.Services.GetRequiredService<ISecurityEvents>(), TimeProvider.System);
        var before = await ReadAllAsync(reader);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadOnAsync(reader, stop.Token));

        var report = await migrator.MigrateAsync(
            new MigrationPlan { Source = source, Formats = [_fernet], WorkFolder = Path.Combine(_folder, "work"), BatchSize = PageSize });
        await stop.CancelAsync();

        Assert.That(await reading, Is.GreaterThan(0), "whole rounds of the reader beside the migration");
        Assert.That(before, Is.EqualTo((Count, 0)));
        Assert.That(during, Is.EqualTo((Count / 2, Count / 2)));
        Assert.That(await ReadAllAsync(reader), Is.EqualTo((0, Count)));
        Assert.That((report.Succeeded, report.Replaced, report.SameAsBackup), Is.EqualTo((true, (long)Count, (long)Count)), report.ToJson());
    }

    private TableMigrationSource NewSource() => new(
        () => new SqliteConnection(Connection), new TableMigrationOptions { Table = "app_values", Key = [new TableKeyColumn("id", TableKeyType.Number)], ValueColumn = "content", Purpose = Purpose });

    private async Task<int> ReadOnAsync(LegacyReader reader, CancellationToken stop)
    {
        var rounds = 0;
        do
        {
            var found = await ReadAllAsync(reader);
            Assert.That(found.Old + found.New, Is.EqualTo(Count));
            rounds++;
        }
        while (!stop.IsCancellationRequested);
        return rounds;
    }

    /// <summary>Reads every row once and fails when one is not what it should be.</summary>
    private async Task<(int Old, int New)> ReadAllAsync(LegacyReader reader)
    {
        var source = NewSource();
        var found = (Old: 0, New: 0);
        string? after = null;
        while (await source.ReadAsync(after, PageSize, CancellationToken.None) is { Count: > 0 } page)
        {
            foreach (var item in page)
            {
                var reading = reader.Read(item.Content.Span, item.AssociatedData.Span);
                Assert.That(reading.Plaintext.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes($"value {item.Id}")), Is.True, item.Id);
                found = reading.Format is null ? (found.Old, found.New + 1) : (found.Old + 1, found.New);
            }

            after = page[^1].Id;
        }

        return found;
    }

    private async Task FillAsync()
    {
        var tokens = await OfPythonAsync() ?? [.. Enumerable.Range(0, Count).Select(i => Encoding.ASCII.GetString(_fernet.Encrypt(Encoding.UTF8.GetBytes($"value {i}"))))];
        Assert.That(tokens, Has.Length.EqualTo(Count));
        await using var connection = new SqliteConnection(Connection);
        await connection.OpenAsync();
        await using var schema = connection.CreateCommand();
        schema.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE app_values (id INTEGER PRIMARY KEY, content TEXT)";
        await schema.ExecuteNonQueryAsync();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO app_values VALUES (@id, @content)";
        var (id, content) = (insert.Parameters.Add("@id", SqliteType.Integer), insert.Parameters.Add("@content", SqliteType.Text));
        for (var i = 0; i < Count; i++)
        {
            (id.Value, content.Value) = (i, tokens[i]);
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task<string[]?> OfPythonAsync()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-c", PythonMaker, Key, Count.ToString(System.Globalization.CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var python = Process.Start(start)!;
            var errors = python.StandardError.ReadToEndAsync();
            var lines = (await python.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await python.WaitForExitAsync();
            await TestContext.Progress.WriteLineAsync(python.ExitCode == 0 ? "Tokens made by Python." : $"Tokens made by the kit: {await errors}");
            return python.ExitCode == 0 ? lines : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            await TestContext.Progress.WriteLineAsync("Tokens made by the kit: there is no python3.");
            return null;
        }
    }
}
