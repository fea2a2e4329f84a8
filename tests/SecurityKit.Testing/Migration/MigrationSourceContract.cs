using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>What every source of a migration must do, on the real thing.</summary>
public abstract class MigrationSourceContract
{
    protected const string Purpose = "test.values";

    private readonly FernetFormat _fernet = new([FernetKey.Parse("JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=")]);
    private string _workFolder = null!;

    protected abstract IMigrationSource Source { get; }

    /// <summary>How many values the long test moves.</summary>
    protected virtual int ManyValues => 2_000;

    protected abstract Task FillAsync(IReadOnlyDictionary<string, byte[]> values);

    /// <summary>Reads as the host does, without the source.</summary>
    protected abstract Task<byte[]?> ReadStoredAsync(string id);

    /// <summary>Writes as the host does.</summary>
    protected abstract Task WriteStoredAsync(string id, byte[] content);

    [SetUp]
    public void MakeWorkFolder() => _workFolder = Directory.CreateTempSubdirectory("sk-migration-").FullName;

    [TearDown]
    public void DeleteWorkFolder() => Directory.Delete(_workFolder, recursive: true);

    [Test]
    public async Task Every_value_is_read_once_whatever_the_page_size([Values(1, 7, 100)] int count)
    {
        await FillAsync(Enumerable.Range(0, 30).ToDictionary(IdOf, i => Encoding.UTF8.GetBytes($"value {i}")));
        var seen = new List<string>();
        string? after = null;
        while (await Source.ReadAsync(after, count, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.That(page, Has.Count.LessThanOrEqualTo(count));
            foreach (var item in page)
            {
                Assert.That(item.Content.ToArray(), Is.EqualTo(await ReadStoredAsync(item.Id)));
                seen.Add(item.Id);
            }

            after = page[^1].Id;
        }

        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 30).Select(IdOf)));
    }

    [Test]
    public async Task A_value_is_replaced_only_while_it_is_what_is_expected()
    {
        await FillAsync(new Dictionary<string, byte[]> { [IdOf(1)] = "old"u8.ToArray(), [IdOf(2)] = "other"u8.ToArray() });
        var done = await Source.ReplaceAsync(
            [
                new MigrationReplacement(IdOf(1), "old"u8.ToArray(), "new"u8.ToArray()),
                new MigrationReplacement(IdOf(2), "old"u8.ToArray(), "new"u8.ToArray()),
                new MigrationReplacement(IdOf(3), "old"u8.ToArray(), "new"u8.ToArray()),
            ],
            CancellationToken.None);
        Assert.That(done, Is.EqualTo(new[] { true, false, false }));
        Assert.That(await ReadStoredAsync(IdOf(1)), Is.EqualTo("new"u8.ToArray()));
        Assert.That(await ReadStoredAsync(IdOf(2)), Is.EqualTo("other"u8.ToArray()));
        Assert.That(await ReadStoredAsync(IdOf(3)), Is.Null);
        Assert.That(await Source.FindAsync(IdOf(3), CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Values_move_and_move_back_while_a_reader_reads_all_of_them_without_a_failure()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var values = Enumerable.Range(0, ManyValues).ToDictionary(IdOf, i => _fernet.Encrypt(Encoding.UTF8.GetBytes($"value {i}")));
        await FillAsync(values);
        var migrator = new DataMigrator(crypto.Encryptor, crypto.Services.GetRequiredService<ISecurityEvents>(), TimeProvider.System);
        var legacyReader = new LegacyReader(crypto.Encryptor.ForPurpose(Purpose), _fernet);
        var during = (Old: 0, New: 0);
        var source = new InterruptedSource(Source, batch: Math.Max(1, ManyValues / 400), async () => during = await ReadAllAsync(legacyReader));
        var plan = new MigrationPlan { Source = source, Formats = [_fernet], WorkFolder = _workFolder };
        var before = await ReadAllAsync(legacyReader);
        using var stop = new CancellationTokenSource();
        var reading = ReadOnAsync(legacyReader, stop.Token);

        var report = await migrator.MigrateAsync(plan);

        Assert.That(report.ToJson(), Does.Contain("\"succeeded\": true"));
        Assert.That(before, Is.EqualTo((ManyValues, 0)), "all were read before");
        Assert.That((during.Old + during.New, during.Old > 0, during.New > 0), Is.EqualTo((ManyValues, true, true)), "all were read in the middle, some old and some new");
        Assert.That(await ReadAllAsync(legacyReader), Is.EqualTo((0, ManyValues)), "all were read after");
        Assert.That((report.Replaced, report.Current, report.SameAsBackup), Is.EqualTo(((long)ManyValues, (long)ManyValues, (long)ManyValues)));

        // What the host changes after the migration must survive rolling it back.
        await WriteStoredAsync(IdOf(5), await ReplacementAsync(legacyReader, crypto, IdOf(5), "value 5"));
        var back = await migrator.RollBackAsync(plan);
        await stop.CancelAsync();

        Assert.That(back.Succeeded, Is.True, back.ToJson());
        Assert.That(back.Remaining["fernet"], Is.EqualTo(ManyValues));
        Assert.That(await ReadAllAsync(legacyReader), Is.EqualTo((ManyValues, 0)), "all are read after going back");
        Assert.That(await ReadStoredAsync(IdOf(3)), Is.EqualTo(values[IdOf(3)]), "byte for byte as it was");
        Assert.That(await reading, Is.GreaterThan(ManyValues / 10), "the reader was at work");
    }

    [Test]
    public async Task Values_move_to_the_newest_key_and_what_the_host_writes_meanwhile_is_not_lost()
    {
        const int Count = 60;
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var crypto = await TestCrypto.CreateAsync(clock);
        var encryptor = crypto.Encryptor.ForPurpose(Purpose);
        await FillAsync(Enumerable.Range(0, Count).ToDictionary(IdOf, _ => "empty"u8.ToArray()));
        for (var i = 0; i < Count; i++)
        {
            await WriteAsync(encryptor, i, $"value {i}");
        }

        await crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        clock.Advance(TimeSpan.FromHours(1));
        var source = new InterruptedSource(Source, batch: 2, () => WriteAsync(encryptor, 25, "of the host"));
        var rewrapper = crypto.Services.GetRequiredService<DataRewrapper>();
        var report = await rewrapper.RewrapAsync(new RewrapPlan { Source = source, WorkFolder = _workFolder, BatchSize = 10 });

        Assert.That((report.Succeeded, report.Version, report.BelowVersion, report.Examined), Is.EqualTo((true, 2, 0L, (long)Count)), report.ToJson());
        Assert.That(report.Rewrapped, Is.EqualTo(Count - 1), "the one that the host wrote is the host's");
        Assert.That(source.WasInterrupted, Is.True);
        for (var i = 0; i < Count; i++)
        {
            var item = await Source.FindAsync(IdOf(i), CancellationToken.None);
            var text = Encoding.UTF8.GetString(new LegacyReader(encryptor).Read(await ReadStoredAsync(IdOf(i)), item!.AssociatedData.Span).Plaintext);
            Assert.That(text, Is.EqualTo(i == 25 ? "of the host" : $"value {i}"));
        }
    }

    protected static string IdOf(int number) => $"id-{number:D6}";

    private async Task WriteAsync(IEncryptor encryptor, int number, string value)
    {
        var item = await Source.FindAsync(IdOf(number), CancellationToken.None);
        var envelope = encryptor.Encrypt(Encoding.UTF8.GetBytes(value), item!.AssociatedData.Span);
        await WriteStoredAsync(IdOf(number), Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(envelope)));
    }

    /// <summary>Reads every value once, as the host does, and fails when one is not what it should be.</summary>
    /// <returns>How many were in the earlier format, and how many in the kit's.</returns>
    private async Task<(int Old, int New)> ReadAllAsync(LegacyReader reader)
    {
        var found = (Old: 0, New: 0);
        for (var i = 0; i < ManyValues; i++)
        {
            var item = await Source.FindAsync(IdOf(i), CancellationToken.None);
            var reading = reader.Read(item!.Content.Span, item.AssociatedData.Span);
            Assert.That(reading.Plaintext.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes($"value {i}")), Is.True, IdOf(i));
            found = reading.Format is null ? (found.Old, found.New + 1) : (found.Old + 1, found.New);
        }

        return found;
    }

    private async Task<byte[]> ReplacementAsync(LegacyReader reader, TestCrypto crypto, string id, string value)
    {
        var item = await Source.FindAsync(id, CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(reader.Read(item!.Content.Span, item.AssociatedData.Span).Plaintext), Is.EqualTo(value));
        var envelope = crypto.Encryptor.ForPurpose(Purpose).Encrypt(Encoding.UTF8.GetBytes(value), item.AssociatedData.Span);
        return Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(envelope));
    }

    private async Task<long> ReadOnAsync(LegacyReader reader, CancellationToken stop)
    {
        await Task.Yield();
        var count = 0L;
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < ManyValues && !stop.IsCancellationRequested; i++)
            {
                var item = await Source.FindAsync(IdOf(i), CancellationToken.None);
                var plaintext = reader.Read(item!.Content.Span, item.AssociatedData.Span).Plaintext;
                Assert.That(Encoding.UTF8.GetString(plaintext), Is.EqualTo($"value {i}"));
                count++;
            }
        }

        return count;
    }
}
