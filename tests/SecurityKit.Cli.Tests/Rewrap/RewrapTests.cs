using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class RewrapTests
{
    private const string Purpose = "cli.test.notes";
    private const int Count = 12;
    private const int Film = 3_000_000;
    private const int Visits = 5;

    private ToolFolder _folder = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _folder = new ToolFolder();
        Directory.CreateDirectory(_folder.PathOf("notes"));

        await FillAsync(0, Count);
        using var node = await NodeOfTwoHoursAgoAsync();
        var streams = node.Services.GetRequiredService<IStreamEncryptor>().ForPurpose(Purpose);
        foreach (var (folder, boundTo) in new[] { ("streams", "film.sk"), ("unbound", string.Empty) })
        {
            Directory.CreateDirectory(_folder.PathOf(folder));
            await using var file = File.Create(_folder.PathOf($"{folder}/film.sk"));
            await streams.EncryptAsync(new MemoryStream(new byte[Film]), file, System.Text.Encoding.UTF8.GetBytes(boundTo));
        }

        await AddVisitsAsync(node.Services.GetRequiredService<FieldCipher>());
        await node.Services.GetRequiredService<IKeyRingManager>().RotateAsync(KeyRingNames.Data, "test");
        await node.StopAsync();
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task DryRunThenRunThenCount_TellHowManyAreBelowTheVersion()
    {
        var before = Contents();
        var dry = await RewrapAsync("--dry-run");
        var unchanged = Contents();
        var counted = await RewrapAsync("--count");
        var run = await RewrapAsync();
        var again = await RewrapAsync("--count");

        Assert.That((dry.ExitCode, dry.Json.GetProperty("belowVersion").GetInt64(), dry.Json.GetProperty("unreadable").GetInt64()), Is.EqualTo((0, (long)Count, 0L)), dry.Output + dry.Errors);
        Assert.That(unchanged, Is.EqualTo(before), "a dry run changes nothing");
        Assert.That((counted.ExitCode, counted.Json.GetProperty("byVersion").GetProperty("1").GetInt64()), Is.EqualTo((1, (long)Count)), counted.Errors);
        Assert.That((run.ExitCode, run.Json.GetProperty("belowVersion").GetInt64(), run.Json.GetProperty("rewrapped").GetInt64()), Is.EqualTo((0, 0L, (long)Count)), run.Output + run.Errors);
        Assert.That((again.ExitCode, again.Json.GetProperty("byVersion").GetProperty("2").GetInt64()), Is.EqualTo((0, (long)Count)));
        using var node = await NodeOf.StartAsync(_folder);
        Assert.That(node.Services.GetRequiredService<IEncryptor>().ForPurpose(Purpose).DecryptText(await File.ReadAllTextAsync(_folder.PathOf("notes/03.enc")), "03.enc"), Is.EqualTo("note 3"));
    }

    [TestCase("streams", "film.sk")]
    [TestCase("unbound", "", "--unbound")]
    public async Task StreamFiles_MoveToTheNewestKey(string folder, string boundTo, params string[] more)
    {
        string[] arguments = ["rewrap", "--json", "--work-folder", _folder.PathOf("work-streams"), "--purpose", Purpose, "--folder", _folder.PathOf(folder), .. more];
        var counted = await _folder.Run([.. arguments, "--count"]);
        var run = await _folder.Run(arguments);
        var again = await _folder.Run([.. arguments, "--count"]);

        Assert.That((counted.ExitCode, counted.Json.GetProperty("belowVersion").GetInt64(), counted.Json.GetProperty("streams").GetInt64()), Is.EqualTo((1, 1L, 1L)), counted.Output + counted.Errors);
        Assert.That((run.ExitCode, run.Json.GetProperty("belowVersion").GetInt64(), run.Json.GetProperty("rewrappedStreams").GetInt64()), Is.EqualTo((0, 0L, 1L)), run.Output + run.Errors);
        Assert.That((again.ExitCode, again.Json.GetProperty("byVersion").GetProperty("2").GetInt64()), Is.EqualTo((0, 1L)));
        using var node = await NodeOf.StartAsync(_folder);
        var read = new MemoryStream();
        await using var file = File.OpenRead(_folder.PathOf($"{folder}/film.sk"));
        await node.Services.GetRequiredService<IStreamEncryptor>().ForPurpose(Purpose).DecryptAsync(file, read, System.Text.Encoding.UTF8.GetBytes(boundTo));
        Assert.That(read.Length, Is.EqualTo(Film));
    }

    [Test]
    public async Task FieldsOfATableWithAKeyOfTwoColumns_MoveToTheNewestKey()
    {
        string[] arguments =
        [
            "rewrap", "--json", "--work-folder", _folder.PathOf("work-visits"), "--fields", "--table", "clinic_visits", "--key-column", "clinic", "--key-type", "Uuid",
            "--key-column", "day", "--key-type", "DateOnly", "--value-column", "note", "--batch-size", "2",
        ];
        var dry = await _folder.Run([.. arguments, "--dry-run"]);
        var run = await _folder.Run(arguments);

        Assert.That((dry.ExitCode, dry.Json.GetProperty("belowVersion").GetInt64(), dry.Json.GetProperty("unreadable").GetInt64()), Is.EqualTo((0, (long)Visits, 0L)), dry.Output + dry.Errors);
        Assert.That((run.ExitCode, run.Json.GetProperty("belowVersion").GetInt64(), run.Json.GetProperty("rewrapped").GetInt64()), Is.EqualTo((0, 0L, (long)Visits)), run.Output + run.Errors);
    }

    [Test]
    public async Task WhatCannotBeRead_IsNamedAndTheAnswerIsNo()
    {
        File.Copy(_folder.PathOf("notes/00.enc"), _folder.PathOf("notes/moved.enc"));
        var run = await RewrapAsync();

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Json.GetProperty("left").EnumerateArray().Select(id => id.GetString()), Is.EqualTo(["moved.enc"]));
    }

    [Test]
    public async Task ANameThatWouldSteerTheTerminal_IsShownWithoutItsControlCharacters()
    {
        File.Copy(_folder.PathOf("notes/00.enc"), _folder.PathOf("notes/\u001b[2J\u009b1mnew\nline.enc"));
        var counted = await _folder.Run([.. Line("--dry-run").Where(argument => argument != "--json")]);

        Assert.That(counted.ExitCode, Is.EqualTo(1), counted.Errors);
        Assert.That(counted.Output, Does.Contain("left: \uFFFD[2J\uFFFD1mnew\uFFFDline.enc"));
        Assert.That(counted.Output.Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), Is.Empty);
    }

    [Test]
    public async Task ACountIsForgottenByName()
    {
        var counted = await RewrapAsync("--count");
        var source = counted.Json.GetProperty("source").GetString()!;
        var forgotten = await _folder.Run("rewrap", "forget", source, "--reason", "moved_away");
        var unknown = await _folder.Run("rewrap", "forget", source, "--reason", "moved_away");

        Assert.That((forgotten.ExitCode, unknown.ExitCode), Is.EqualTo((0, 5)), forgotten.Errors);
    }

    [Test]
    public async Task ARewrapThatIsStoppedByCtrlC_LeavesWholeFilesAndGoesOn()
    {
        const int Files = 1000;
        const int Batch = 2;
        await FillAsync(Count, Files);
        using var process = ToolRun.Start([.. Line("--batch-size", $"{Batch}"), "--config", _folder.Config], folder: _folder.PathOf("."));
        while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Rewrapping", StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var stopped = await ToolRun.EndOf(process);
        var leftOver = Directory.GetFiles(_folder.PathOf("notes"), "*.migrating");
        var resumed = await RewrapAsync();

        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Output + stopped.Errors);
        Assert.That(leftOver, Is.Empty);
        Assert.That(resumed.Json.GetProperty("examined").GetInt64(), Is.EqualTo(Files));
        Assert.That(resumed.Json.GetProperty("belowVersion").GetInt64(), Is.Zero);
        Assert.That(resumed.Json.GetProperty("rewrapped").GetInt64(), Is.InRange(Files - Batch, Files), "of this run and the one before, perhaps without the batch that was cut short");
    }

    [Test]
    public async Task WhatIsMissingOrContradictsItself_IsSaid()
    {
        var noPurpose = await _folder.Run("rewrap", "--work-folder", _folder.PathOf("work"), "--folder", _folder.PathOf("notes"));
        var fieldsInAFolder = await _folder.Run("rewrap", "--work-folder", _folder.PathOf("work"), "--folder", _folder.PathOf("notes"), "--fields");
        var both = await RewrapAsync("--count", "--dry-run");
        var signing = await RewrapAsync("--ring", "signing");

        var oneTypeForTwo = await _folder.Run(
            "rewrap", "--work-folder", _folder.PathOf("work"), "--fields", "--table", "visits", "--key-column", "clinic", "--key-column", "day", "--key-type", "Uuid", "--value-column", "note");

        Assert.That((noPurpose.ExitCode, fieldsInAFolder.ExitCode, both.ExitCode), Is.EqualTo((2, 2, 2)));
        Assert.That(oneTypeForTwo.ExitCode, Is.EqualTo(2));
        Assert.That(oneTypeForTwo.Errors, Does.Contain("2 columns and 1 types"));
        Assert.That(noPurpose.Errors, Does.Contain("--purpose"));
        Assert.That(signing.ExitCode, Is.Not.Zero.And.Not.EqualTo(70), signing.Errors);
    }

    /// <summary>As EF Core stores them: the UUID in capitals, the day as ISO 8601.</summary>
    private async Task AddVisitsAsync(FieldCipher fields)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(_folder.DatabaseConnection);
        await connection.OpenAsync();
        await using var schema = connection.CreateCommand();
        schema.CommandText = "CREATE TABLE clinic_visits (clinic TEXT NOT NULL, day TEXT NOT NULL, note BLOB, PRIMARY KEY (clinic, day))";
        await schema.ExecuteNonQueryAsync();
        var clinic = Guid.Parse("c0ffee00-0000-4000-8000-0000000000aa");
        for (var i = 0; i < Visits; i++)
        {
            var day = new DateOnly(2026, 2, 27).AddDays(i);
            await using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO clinic_visits VALUES (@clinic, @day, @note)";
            insert.Parameters.AddWithValue("@clinic", clinic);
            insert.Parameters.AddWithValue("@day", day);
            var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"36:{clinic}10:{day:MM/dd/yyyy}");
            insert.Parameters.AddWithValue("@note", fields.Encrypt($"note {i}", new FieldPlace("clinic_visits", "note", key)));
            await insert.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The key that was next then has taken over by now.</summary>
    private Task<IHost> NodeOfTwoHoursAgoAsync() => NodeOf.StartAsync(_folder, clock: new LeapingClock { Leap = TimeSpan.FromHours(-2) });

    private async Task FillAsync(int from, int to)
    {
        using var node = await NodeOfTwoHoursAgoAsync();
        var encryptor = node.Services.GetRequiredService<IEncryptor>().ForPurpose(Purpose);
        for (var i = from; i < to; i++)
        {
            await File.WriteAllTextAsync(_folder.PathOf($"notes/{i:00}.enc"), encryptor.EncryptText($"note {i}", $"{i:00}.enc"));
        }

        await node.StopAsync();
    }

    private Task<ToolRun> RewrapAsync(params string[] more) => _folder.Run(Line(more));

    private string[] Line(params string[] more) =>
        ["rewrap", "--json", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--files", _folder.PathOf("notes"), "--pattern", "*.enc", .. more];

    private string[] Contents() => [.. Directory.GetFiles(_folder.PathOf("notes")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
