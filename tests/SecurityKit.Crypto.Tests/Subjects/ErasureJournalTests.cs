using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

public sealed class ErasureJournalTests
{
    private string _folder = null!;
    private InMemoryKeyRingStore _rings = null!;
    private byte[] _masterKey = null!;

    private string Journal => Path.Combine(_folder, "erasures.journal");

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("sk-journal-").FullName;
        (_rings, _masterKey) = (new InMemoryKeyRingStore(), TestCrypto.NewMasterKey());
    }

    [TearDown]
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_host_that_starts_on_a_restored_key_store_has_erased_again_before_it_serves_anything()
    {
        var live = new InMemorySubjectKeyStore();
        var backup = new InMemorySubjectKeyStore();
        byte[] ada, bob;
        await using (var node = await NodeAsync(live))
        {
            ada = await node.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
            bob = await node.Services.Encryptor().EncryptAsync("bob", new byte[] { 1 });
            foreach (var stored in await live.ListAsync(string.Empty, 10, default))
            {
                await backup.TrySaveAsync(stored.Handle, 0, stored.Content, default);
            }

            Assert.That((await node.Services.Subjects().EraseAsync("ada", "erasure_request")).IsJournaled, Is.True);
        }

        await using var restored = await NodeAsync(backup);
        await StartAsync(restored);

        Assert.That(await restored.Services.CanReadAsync("ada", ada), Is.False);
        Assert.That(await restored.Services.CanReadAsync("bob", bob), Is.True);
        Assert.ThrowsAsync<SubjectErasedException>(async () => await restored.Services.Encryptor().EncryptAsync("ada", default));
    }

    [Test]
    public async Task Erasures_of_many_callers_and_processes_are_all_written_whole()
    {
        var store = new InMemorySubjectKeyStore();
        await using var first = await NodeAsync(store);
        await using var second = await NodeAsync(store);

        await Parallelism.RunAsync(40, i => (i % 2 == 0 ? first : second).Services.Subjects().EraseAsync($"subject-{i}", "test"));

        await using var lines = File.OpenRead(Journal);
        var report = await first.Services.GetRequiredService<IErasureLedger>().ReplayAsync(lines);
        Assert.That((report.Entries, report.Applied, report.RefusedCount), Is.EqualTo((40L, 0L, 0L)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Journal), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Half_a_line_of_a_killed_process_does_not_spoil_the_next_one()
    {
        await using var node = await NodeAsync(new InMemorySubjectKeyStore());
        await node.Services.Subjects().EraseAsync("ada", "test");
        var whole = await File.ReadAllTextAsync(Journal);
        await File.WriteAllTextAsync(Journal, whole + whole[..^20]);

        await node.Services.Subjects().EraseAsync("bob", "test");

        await using var lines = File.OpenRead(Journal);
        var report = await node.Services.GetRequiredService<IErasureLedger>().ReplayAsync(lines);
        Assert.That((report.Entries, report.RefusedLines), Is.EqualTo((2L, new[] { 2L })));
    }

    [Test]
    public async Task An_erasure_that_cannot_be_journaled_is_not_reported_as_done_and_repeating_it_completes_it()
    {
        await using var node = await NodeAsync(new InMemorySubjectKeyStore(), Path.Combine(_folder, "volume", "erasures.journal"));
        var envelope = await node.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });

        Assert.ThrowsAsync<StoreUnavailableException>(async () => await node.Services.Subjects().EraseAsync("ada", "test"));
        Assert.That(await node.Services.CanReadAsync("ada", envelope), Is.False, "the key is destroyed all the same");

        Directory.CreateDirectory(Path.Combine(_folder, "volume"));
        var report = await node.Services.Subjects().EraseAsync("ada", "test");
        Assert.That((report.WasErasedBefore, report.IsJournaled), Is.EqualTo((true, true)));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_folder, "volume", "erasures.journal")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_missing_volume_refuses_the_start()
    {
        await using var node = await NodeAsync(new InMemorySubjectKeyStore(), Path.Combine(_folder, "not mounted", "erasures.journal"));

        Assert.ThrowsAsync<StoreUnavailableException>(() => StartAsync(node));
    }

    [Test]
    public async Task A_journal_of_the_hosts_own_is_used_too()
    {
        var own = new MemoryJournal();
        await using var node = await NodeAsync(new InMemorySubjectKeyStore(), services: s => s.AddSingleton<IErasureJournal>(own));

        await node.Services.Subjects().EraseAsync("ada", "test");

        Assert.That(Encoding.UTF8.GetString(own.Content.ToArray()), Is.EqualTo(await File.ReadAllTextAsync(Journal)).And.Not.Empty);
    }

    private static async Task StartAsync(TestCrypto node) =>
        await node.Services.GetServices<IStartupStep>().OfType<ErasureJournalStartupStep>().Single().RunAsync(default);

    private Task<TestCrypto> NodeAsync(InMemorySubjectKeyStore store, string? journal = null, Action<IServiceCollection>? services = null) => TestSubjects.CreateAsync(
        configure: options => options.JournalFile = journal ?? Journal,
        services: s =>
        {
            s.AddSingleton<IKeyRingStore>(_rings).AddSingleton<ISubjectKeyStore>(store);
            services?.Invoke(s);
        },
        masterKey: _masterKey);

    private sealed class MemoryJournal : IErasureJournal
    {
        public MemoryStream Content { get; } = new();

        public async ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken) => await Content.WriteAsync(line, cancellationToken);

        public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Stream>(new MemoryStream(Content.ToArray()));
    }
}
