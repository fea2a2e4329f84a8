using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

/// <summary>What a restored backup of the key store means, and what the ledger does about it.</summary>
public sealed class ErasureLedgerTests
{
    private ManualClock _clock = null!;
    private InMemoryKeyRingStore _rings = null!;
    private byte[] _masterKey = null!;
    private TestCrypto _crypto = null!;

    private IErasureLedger Ledger => _crypto.Services.GetRequiredService<IErasureLedger>();

    [SetUp]
    public async Task Create()
    {
        _clock = new ManualClock();
        (_rings, _masterKey) = (new InMemoryKeyRingStore(), TestCrypto.NewMasterKey());
        _crypto = await NodeAsync(new InMemorySubjectKeyStore());
    }

    [TearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public async Task A_restored_backup_of_the_key_store_brings_an_erased_subject_back_until_the_ledger_is_applied_to_it()
    {
        var (ada, bob) = (await EncryptAsync("ada"), await EncryptAsync("bob"));
        var backup = await CopyAsync(_crypto);
        _clock.Advance(TimeSpan.FromDays(1));
        await _crypto.Services.Subjects().EraseAsync("ada", "erasure_request");
        await _crypto.Services.Subjects().EraseAsync("never there", "erasure_request");
        var ledger = await ExportAsync();

        await using var restored = await NodeAsync(backup);
        Assert.That(await restored.Services.CanReadAsync("ada", ada), Is.True, "this is what a backup of the keys is");
        var report = await restored.Services.GetRequiredService<IErasureLedger>().ReplayAsync(new MemoryStream(ledger));

        Assert.That((report.Entries, report.Applied, report.KeysDestroyed, report.RefusedCount, report.IsWhole), Is.EqualTo((2L, 2L, 1L, 0L, true)));
        Assert.That(await restored.Services.CanReadAsync("ada", ada), Is.False);
        Assert.That(await restored.Services.CanReadAsync("bob", bob), Is.True);
        Assert.ThrowsAsync<SubjectErasedException>(async () => await restored.Services.Encryptor().EncryptAsync("ada", default));
        Assert.ThrowsAsync<SubjectErasedException>(async () => await restored.Services.Encryptor().EncryptAsync("never there", default));
        var status = await restored.Services.Subjects().FindAsync("ada");
        Assert.That(JsonSerializer.Serialize(status.Erasures), Is.EqualTo(JsonSerializer.Serialize((await _crypto.Services.Subjects().FindAsync("ada")).Erasures)));
    }

    [Test]
    public async Task Applying_a_ledger_again_changes_nothing_and_raises_nothing()
    {
        await EncryptAsync("ada");
        await _crypto.Services.Subjects().EraseAsync("ada", "test");
        var ledger = await ExportAsync();

        var report = await Ledger.ReplayAsync(new MemoryStream(ledger));

        Assert.That((report.Entries, report.Applied, report.KeysDestroyed), Is.EqualTo((1L, 0L, 0L)));
        var raised = await _crypto.Services.GetRequiredService<ISecurityEventStore>()
            .QueryAsync(new SecurityEventQuery { Type = CryptoEventTypes.LedgerReplayed, Limit = 10 }, default);
        Assert.That(raised, Is.Empty);
    }

    [Test]
    public async Task A_subject_enrolled_anew_keeps_its_new_key_when_the_ledger_is_applied_to_the_live_store()
    {
        await EncryptAsync("ada");
        await _crypto.Services.Subjects().EraseAsync("ada", "test");
        var ledger = await ExportAsync();
        await _crypto.Services.Subjects().ReEnrollAsync("ada", "came_back");
        var anew = await EncryptAsync("ada");

        await Ledger.ReplayAsync(new MemoryStream(ledger));

        Assert.That(await _crypto.Services.CanReadAsync("ada", anew), Is.True);
    }

    [Test]
    public async Task A_changed_line_destroys_nothing_and_the_others_are_applied_all_the_same()
    {
        var (ada, bob) = (await EncryptAsync("ada"), await EncryptAsync("bob"));
        var backup = await CopyAsync(_crypto);
        await _crypto.Services.Subjects().EraseAsync("ada", "test");
        await _crypto.Services.Subjects().EraseAsync("bob", "test");
        var lines = Encoding.UTF8.GetString(await ExportAsync()).Split('\n');
        lines[0] = lines[0].Replace("\"reason\":\"test\"", "\"reason\":\"tesT\"", StringComparison.Ordinal);

        await using var restored = await NodeAsync(backup);
        var report = await restored.Services.GetRequiredService<IErasureLedger>().ReplayAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        Assert.That((report.Applied, report.RefusedLines, report.IsWhole), Is.EqualTo((1L, new[] { 1L, 3L }, false)));
        var readable = new[] { await restored.Services.CanReadAsync("ada", ada), await restored.Services.CanReadAsync("bob", bob) };
        Assert.That(readable.Count(r => r), Is.EqualTo(1), "exactly the one whose line was changed");
        Assert.That(JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("refusedCount").GetInt64(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_ledger_that_was_cut_short_is_applied_and_reported_as_not_whole([Values(1, 2, 3)] int cut)
    {
        foreach (var subject in new[] { "ada", "bob", "eve" })
        {
            await _crypto.Services.Subjects().EraseAsync(subject, "test");
        }

        var lines = Encoding.UTF8.GetString(await ExportAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var report = await Ledger.ReplayAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines[..^cut]))));
        var withoutOne = await Ledger.ReplayAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines[1..]))));

        Assert.That((report.Entries, report.IsWhole), Is.EqualTo(((long)(lines.Length - Math.Max(1, cut)), false)));
        Assert.That(withoutOne.IsWhole, Is.False, "the end line knows what came before it");
    }

    [Test]
    public async Task Another_hosts_ledger_destroys_nothing()
    {
        var envelope = await EncryptAsync("ada");
        await using var other = await TestSubjects.CreateAsync(_clock);
        await other.Services.Subjects().EraseAsync("ada", "test");
        var foreign = new MemoryStream();
        await other.Services.GetRequiredService<IErasureLedger>().ExportAsync(foreign);
        foreign.Position = 0;

        var report = await Ledger.ReplayAsync(foreign);

        Assert.That((report.Entries, report.RefusedCount), Is.EqualTo((0L, 2L)));
        Assert.That(await _crypto.Services.CanReadAsync("ada", envelope), Is.True);
    }

    [Test]
    public async Task A_ledger_names_nobody()
    {
        await _crypto.Services.Subjects().EraseAsync("named.person@example.test", "test");

        Assert.That(Encoding.UTF8.GetString(await ExportAsync()), Does.Not.Contain("named.person"));
    }

    [Test]
    public async Task Lines_of_any_length_are_read_in_the_memory_of_one()
    {
        await _crypto.Services.Subjects().EraseAsync("ada", "test");
        var ledger = await ExportAsync();
        byte[] content = [.. new byte[(3 * ErasureLedgerFormat.MaxLineBytes) + 5], (byte)'\n', .. ledger];

        var report = await Ledger.ReplayAsync(new MemoryStream(content));

        Assert.That((report.Entries, report.RefusedLines), Is.EqualTo((1L, new[] { 1L, 3L })), "the end line counts what came before it");
    }

    [Test]
    public void Any_bytes_are_passed_over_and_counted() => Prop.ForAll<byte[]>(bytes =>
    {
        var report = Ledger.ReplayAsync(new MemoryStream(bytes)).AsTask().GetAwaiter().GetResult();
        var lines = bytes.Count(b => b == (byte)'\n') + (bytes.Length > 0 && bytes[^1] != (byte)'\n' ? 1 : 0);
        return report.Entries == 0 && report.RefusedCount == lines && !report.IsWhole;
    }).Check(Config.QuickThrowOnFailure);

    private static async Task<InMemorySubjectKeyStore> CopyAsync(TestCrypto crypto)
    {
        var copy = new InMemorySubjectKeyStore();
        foreach (var stored in await crypto.Services.GetRequiredService<ISubjectKeyStore>().ListAsync(string.Empty, 1000, default))
        {
            await copy.TrySaveAsync(stored.Handle, 0, stored.Content, default);
        }

        return copy;
    }

    private async Task<byte[]> ExportAsync()
    {
        var ledger = new MemoryStream();
        await Ledger.ExportAsync(ledger);
        return ledger.ToArray();
    }

    private async Task<byte[]> EncryptAsync(string subject) => await _crypto.Services.Encryptor().EncryptAsync(subject, new byte[] { 1, 2, 3 });

    private Task<TestCrypto> NodeAsync(InMemorySubjectKeyStore store) => TestSubjects.CreateAsync(
        _clock, services: s => s.AddSingleton<IKeyRingStore>(_rings).AddSingleton<ISubjectKeyStore>(store), masterKey: _masterKey);
}
