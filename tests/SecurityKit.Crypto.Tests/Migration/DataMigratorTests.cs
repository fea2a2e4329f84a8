using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Migration;

public sealed class DataMigratorTests
{
    private const int Count = 250;

    private readonly FernetFormat _fernet = new([FernetKey.Parse("JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=")]);
    private readonly MemoryMigrationSource _source = new();
    private TestCrypto _crypto = null!;
    private DataMigrator _migrator = null!;
    private string _workFolder = null!;

    private MigrationPlan Plan => new() { Source = _source, Formats = [_fernet], WorkFolder = _workFolder, BatchSize = 50 };

    [SetUp]
    public async Task SetUp()
    {
        _workFolder = Directory.CreateTempSubdirectory("sk-migration-").FullName;
        _crypto = await TestCrypto.CreateAsync();
        _migrator = new DataMigrator(_crypto.Encryptor, _crypto.Services.GetRequiredService<ISecurityEvents>(), TimeProvider.System);
        _source.Values.Clear();
        for (var i = 0; i < Count; i++)
        {
            _source.Values[$"id-{i:D4}"] = _fernet.Encrypt(Encoding.UTF8.GetBytes($"value {i}"));
        }
    }

    [TearDown]
    public async Task TearDown()
    {
        await _crypto.DisposeAsync();
        Directory.Delete(_workFolder, recursive: true);
    }

    [Test]
    public async Task A_dry_run_tells_what_is_there_and_changes_nothing()
    {
        _source.Values["broken"] = "gAAAA not a token"u8.ToArray();
        var before = _source.Values.ToDictionary();
        var report = await _migrator.DryRunAsync(Plan);
        Assert.Multiple(() =>
        {
            Assert.That(_source.Values.ToDictionary(), Is.EqualTo(before));
            Assert.That(report.Remaining["fernet"], Is.EqualTo(Count));
            Assert.That(report.Unreadable, Is.EqualTo(new[] { "broken" }));
            Assert.That(report.Succeeded, Is.False);
            Assert.That(Directory.GetFiles(_workFolder, "backup*"), Is.Empty);
        });
    }

    [Test]
    public async Task What_is_in_the_work_folder_is_for_its_owner_only_also_where_others_may_enter_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Access rights of files are of Unix.");
        }

        File.SetUnixFileMode(_workFolder, (UnixFileMode)0b111_101_101);
        var leftover = Path.Combine(_workFolder, "state.json.tmp");
        await File.WriteAllTextAsync(leftover, "of a run that was killed");
        File.SetUnixFileMode(leftover, (UnixFileMode)0b110_100_100);
        await _migrator.MigrateAsync(Plan);

        var files = Directory.GetFiles(_workFolder);
        Assert.That(files, Has.Length.GreaterThanOrEqualTo(4), "the lock, the state, a backup and a report");
        Assert.That(files.Select(File.GetUnixFileMode), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [Category("Vectors")]
    public async Task Tokens_that_Python_made_move_with_what_is_in_them()
    {
        var tokens = VectorFile.Cases("fernet/generated.json").Where(v => v.GetProperty("result").GetString() == "valid").ToDictionary(
            v => v.GetProperty("id").GetString()!,
            v => (Token: Encoding.ASCII.GetBytes(v.GetProperty("token").GetString()!), Payload: Convert.FromHexString(v.GetProperty("payloadHex").GetString()!), Keys: v.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!).ToArray()),
            StringComparer.Ordinal);
        var format = new FernetFormat([.. tokens.Values.SelectMany(t => t.Keys).Distinct(StringComparer.Ordinal).Select(FernetKey.Parse)]);
        _source.Values.Clear();
        foreach (var (id, token) in tokens)
        {
            _source.Values[id] = token.Token;
        }

        var report = await _migrator.MigrateAsync(Plan with { Formats = [format] });

        Assert.That((report.Succeeded, report.Replaced, report.SameAsBackup), Is.EqualTo((true, (long)tokens.Count, (long)tokens.Count)), report.ToJson());
        Assert.That(tokens, Is.Not.Empty);
        var reader = new LegacyReader(_crypto.Encryptor.ForPurpose("test.values"));
        foreach (var (id, token) in tokens)
        {
            Assert.That(reader.Read(_source.Values[id], Encoding.UTF8.GetBytes(id)).Plaintext, Is.EqualTo(token.Payload), id);
        }
    }

    [Test]
    public async Task The_backup_is_whole_before_the_first_value_is_replaced_and_shows_no_value()
    {
        var seen = 0;
        _source.BeforeReplace = _ =>
        {
            var backup = File.ReadAllBytes(Path.Combine(_workFolder, "backup-1.bin"));
            Assert.That(backup.AsSpan().IndexOf("gAAAA"u8), Is.EqualTo(-1));
            Assert.That(backup.AsSpan().IndexOf("id-0001"u8), Is.EqualTo(-1));
            seen++;
        };
        var report = await _migrator.MigrateAsync(Plan);
        Assert.That(seen, Is.EqualTo(Count / 50));
        Assert.That(report.Backups.Single().Records, Is.EqualTo(Count));
        Assert.That(report.Backups.Single().Sha256, Is.EqualTo(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_workFolder, "backup-1.bin"))))));
    }

    [Test]
    public async Task A_run_that_fails_at_any_batch_goes_on_where_it_was([Values(0, 1, 2, 3, 4)] int failingBatch)
    {
        var batches = 0;
        _source.BeforeReplace = batch => batches += batches == failingBatch ? throw new StoreUnavailableException("test") : 1;
        Assert.That(async () => await _migrator.MigrateAsync(Plan), Throws.TypeOf<StoreUnavailableException>());
        _source.BeforeReplace = batch => batches++;

        var report = await _migrator.MigrateAsync(Plan);

        Assert.That(report.Succeeded, Is.True, report.ToJson());
        Assert.That((report.Current, report.Replaced), Is.EqualTo(((long)Count, (long)Count)));
        Assert.That(batches, Is.EqualTo(Count / 50), "no batch that was done was done again");
    }

    [Test]
    public async Task What_the_host_writes_in_the_earlier_format_meanwhile_is_backed_up_and_moved_as_well()
    {
        var isFirst = true;
        _source.BeforeReplace = batch =>
        {
            if (isFirst)
            {
                _source.Values["late"] = _fernet.Encrypt("late"u8);
                _source.Values[batch[0].Id] = _fernet.Encrypt("changed"u8);
            }

            isFirst = false;
        };
        var report = await _migrator.MigrateAsync(Plan);
        Assert.That(report.Succeeded, Is.True, report.ToJson());
        Assert.That(report.Current, Is.EqualTo(Count + 1));
        Assert.That(report.Backups.Select(b => b.Records), Is.EqualTo(new long[] { Count, 2 }));
        var reader = new LegacyReader(_crypto.Encryptor.ForPurpose("test.values"), _fernet);
        Assert.That(reader.Read(_source.Values["id-0000"], "id-0000"u8).Plaintext, Is.EqualTo("changed"u8.ToArray()), "the host's change is kept");
    }

    [Test]
    public async Task What_cannot_be_read_is_left_alone_and_reported()
    {
        var broken = _fernet.Encrypt("x"u8);
        broken[40] ^= 1;
        _source.Values["broken"] = broken;
        var report = await _migrator.MigrateAsync(Plan);
        Assert.That(report.Succeeded, Is.False);
        Assert.That(report.Current, Is.EqualTo(Count));
        Assert.That(report.Unreadable, Is.EqualTo(new[] { "broken" }));
        Assert.That(_source.Values["broken"], Is.SameAs(broken));
    }

    [Test]
    public async Task A_value_moved_to_another_row_after_the_migration_does_not_decrypt()
    {
        await _migrator.MigrateAsync(Plan);
        _source.Values["id-0001"] = _source.Values["id-0002"];
        var report = await _migrator.VerifyAsync(Plan);
        Assert.That(report.Unreadable, Is.EqualTo(new[] { "id-0001" }));
    }

    [Test]
    public async Task A_migration_that_was_rolled_back_is_not_taken_up_again()
    {
        await _migrator.MigrateAsync(Plan);
        var back = await _migrator.RollBackAsync(Plan);
        Assert.That(back.Succeeded, Is.True);
        Assert.That(async () => await _migrator.MigrateAsync(Plan), Throws.TypeOf<SecurityKitException>().With.Message.Contains("rolled back"));
    }

    [Test]
    public async Task A_backup_that_was_cut_or_changed_is_refused()
    {
        await _migrator.MigrateAsync(Plan);
        var path = Path.Combine(_workFolder, "backup-1.bin");
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var damaged in new[] { whole[..^1], whole[..(whole.Length / 2)], [], Flip(whole, 3), Flip(whole, 100), Flip(whole, whole.Length - 5), WithoutFirstFrame(whole) })
        {
            await File.WriteAllBytesAsync(path, damaged);
            Assert.That(async () => await _migrator.RollBackAsync(Plan), Throws.TypeOf<DecryptionFailedException>(), $"{damaged.Length} bytes");
        }
    }

    [Test]
    public async Task A_work_folder_serves_one_source_and_one_process()
    {
        await _migrator.DryRunAsync(Plan);
        using (MigrationFolder.Open(_workFolder))
        {
            Assert.That(async () => await _migrator.DryRunAsync(Plan), Throws.TypeOf<SecurityKitException>().With.Message.Contains("Another process"));
        }

        await _migrator.MigrateAsync(Plan);
        var other = Plan with { Source = new FolderMigrationSource(_workFolder, "p") };
        Assert.That(async () => await _migrator.MigrateAsync(other), Throws.TypeOf<SecurityKitException>().With.Message.Contains("not of 'folder"));
    }

    [Test]
    public async Task The_report_is_machine_readable_and_holds_no_value()
    {
        await _migrator.MigrateAsync(Plan);
        var text = await File.ReadAllTextAsync(Path.Combine(_workFolder, "report-migrate.json"));
        using var document = JsonDocument.Parse(text);
        Assert.That(document.RootElement.GetProperty("replaced").GetInt64(), Is.EqualTo(Count));
        Assert.That(document.RootElement.GetProperty("action").GetString(), Is.EqualTo("migrate"));
        Assert.That(text, Does.Not.Contain("value 1").And.Not.Contain("gAAAA"));
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 0x10;
        return copy;
    }

    private static byte[] WithoutFirstFrame(byte[] bytes) => bytes[(4 + BitConverter.ToInt32(bytes, 0))..];
}
