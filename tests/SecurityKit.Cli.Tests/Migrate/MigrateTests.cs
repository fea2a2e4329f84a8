using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class MigrateTests
{
    private const string Purpose = "cli.test.notes";

    private ToolFolder _folder = null!;
    private FernetFormat _fernet = null!;
    private FernetKey _key = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _folder = new ToolFolder();
        using (await NodeOf.StartAsync(_folder))
        {
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) + "=";
        _folder.Write("fernet.key", key);
        _key = FernetKey.Parse(key);
        _fernet = new FernetFormat([_key]);
    }

    [TearDown]
    public void Delete()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task PlanRunVerifyRollback_OfAFolder()
    {
        Fill(20);
        var before = Contents();

        var plan = await StepAsync("plan");
        var planned = Contents();
        var run = await StepAsync("run");
        var runAgain = await StepAsync("run");
        var verify = await StepAsync("verify");
        var report = await ToolRun.Of(["migrate", "report", "--work-folder", _folder.PathOf("work"), "--json"]);
        var rollback = await StepAsync("rollback");

        Assert.That(plan.ExitCode, Is.Zero, plan.Output + plan.Errors);
        Assert.That(plan.Json.GetProperty("remaining").GetProperty("fernet").GetInt64(), Is.EqualTo(20));
        Assert.That(planned, Is.EqualTo(before), "a plan changes nothing");
        Assert.That((run.ExitCode, run.Json.GetProperty("replaced").GetInt64(), run.Json.GetProperty("current").GetInt64()), Is.EqualTo((0, 20L, 20L)), run.Errors);
        Assert.That(runAgain.ExitCode, Is.EqualTo(5));
        Assert.That((verify.ExitCode, verify.Json.GetProperty("sameAsBackup").GetInt64()), Is.EqualTo((0, 20L)));
        Assert.That((report.ExitCode, report.Json.GetProperty("action").GetString()), Is.EqualTo((0, "verify")), report.Errors);
        Assert.That(rollback.ExitCode, Is.Zero, rollback.Output + rollback.Errors);
        Assert.That(Contents(), Is.EqualTo(before), "every byte is as it was");
    }

    [Test]
    public async Task WhatWasMigrated_IsReadByTheHost()
    {
        Fill(1);
        await StepAsync("run");

        using var node = await NodeOf.StartAsync(_folder);
        var stored = await File.ReadAllTextAsync(_folder.PathOf("notes/0000.enc"));
        var note = node.Services.GetRequiredService<IEncryptor>().ForPurpose(Purpose).DecryptText(stored, "0000.enc");

        Assert.That(note, Is.EqualTo("note 0"));
    }

    [Test]
    public async Task AnUnreadableFile_IsNamedAndTheAnswerIsNo()
    {
        Fill(3);
        await File.WriteAllTextAsync(_folder.PathOf("notes/0001.enc"), "no token at all");

        var plan = await StepAsync("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(1));
        Assert.That(plan.Json.GetProperty("unreadable").EnumerateArray().Select(id => id.GetString()), Is.EqualTo(["0001.enc"]));
    }

    [TestCase("-TERM")]
    [TestCase("-INT")]
    public async Task ARunThatIsStoppedByASignal_LeavesWholeFilesAndIsResumed(string signal)
    {
        const int Files = 600;
        Fill(Files);
        using var process = ToolRun.Start([.. Line("run"), "--batch-size", "5"], folder: _folder.PathOf("."));
        while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Migrating", StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var stopped = await ToolRun.EndOf(process);
        var leftOver = Directory.GetFiles(_folder.PathOf("notes"), "*.migrating");
        var begun = await StepAsync("verify");
        var resumed = await StepAsync("resume");

        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Errors);
        Assert.That(leftOver, Is.Empty);
        Assert.That(begun.Json.GetProperty("unreadableCount").GetInt64(), Is.Zero, "what is there is old or new, and whole");
        Assert.That(begun.Json.GetProperty("examined").GetInt64(), Is.EqualTo(Files));
        Assert.That((resumed.ExitCode, resumed.Json.GetProperty("current").GetInt64()), Is.EqualTo((0, (long)Files)), resumed.Errors);
    }

    [Test]
    public async Task ATable_IsMigratedByItsColumns()
    {
        await ExecuteAsync("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)");
        for (var i = 1; i <= 5; i++)
        {
            await ExecuteAsync($"INSERT INTO notes VALUES ({i}, '{Encoding.ASCII.GetString(_fernet.Encrypt(Encoding.UTF8.GetBytes($"note {i}")))}')");
        }

        var run = await _folder.Run(
            "migrate", "run", "--json", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--fernet-key-file", _folder.PathOf("fernet.key"),
            "--table", "notes", "--key-column", "id", "--key-type", "Number", "--value-column", "body");

        Assert.That((run.ExitCode, run.Json.GetProperty("current").GetInt64()), Is.EqualTo((0, 5L)), run.Output + run.Errors);
    }

    [Test]
    public async Task NoSourceNoFormatNoMigration_AreSaid()
    {
        var noSource = await _folder.Run("migrate", "plan", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--fernet-key-file", _folder.PathOf("fernet.key"));
        var noFormat = await _folder.Run("migrate", "plan", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--folder", _folder.PathOf("."));
        var notBegun = await StepAsync("resume");

        Assert.That((noSource.ExitCode, noFormat.ExitCode, notBegun.ExitCode), Is.EqualTo((2, 2, 5)));
    }

    private string[] Line(string step) =>
    [
        "migrate", step, "--json", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--folder", _folder.PathOf("notes"), "--pattern", "*.enc",
        "--fernet-key-file", _folder.PathOf("fernet.key"), "--config", _folder.Config,
    ];

    private Task<ToolRun> StepAsync(string step) => ToolRun.Of(Line(step));

    private void Fill(int count)
    {
        Directory.CreateDirectory(_folder.PathOf("notes"));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(_folder.PathOf($"notes/{i:0000}.enc"), _fernet.Encrypt(Encoding.UTF8.GetBytes($"note {i}")));
        }
    }

    private string[] Contents() => [.. Directory.GetFiles(_folder.PathOf("notes")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private async Task ExecuteAsync(string sql)
    {
        using var connection = new SqliteConnection(_folder.DatabaseConnection);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
