using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>Erasure on real databases: two nodes, deleted accounts, restored backups, and what stays in a file.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class SubjectErasureTests(DatabaseProvider provider)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private byte[] _masterKey = null!;
    private TestDatabase _database = null!;

    [SetUp]
    public async Task Create()
    {
        _masterKey = TestCrypto.NewMasterKey();
        _database = await TestDatabase.CreateAsync(provider, configure: SetUp);
        await _database.Get<IKeyRingManager>().InitializeAsync();
    }

    [TearDown]
    public async Task Dispose() => await _database.DisposeAsync();

    [Test]
    public async Task A_key_destroyed_on_one_node_is_not_used_by_another_a_second_later()
    {
        await using var second = await AnotherNodeAsync();
        var envelope = await _database.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        Assert.That(await second.CanReadAsync("ada", envelope), Is.True);

        await _database.Services.Subjects().EraseAsync("ada", "test");
        var since = Stopwatch.GetTimestamp();

        // Asked all the while; at the limit the answer must be no, however busy the machine.
        var canRead = true;
        while (canRead && Stopwatch.GetElapsedTime(since) < Limit)
        {
            canRead = await second.CanReadAsync("ada", envelope);
        }

        var took = Stopwatch.GetElapsedTime(since);
        Assert.That(await second.CanReadAsync("ada", envelope), Is.False);
        TestContext.Out.WriteLine($"{provider}: refused on the second node after {took.TotalMilliseconds:0} ms");
    }

    [Test]
    public async Task Nodes_that_encrypt_and_erase_the_same_subjects_at_once_end_with_every_subject_erased_and_nothing_readable()
    {
        const int Subjects = 8;
        const int Nodes = 3;
        var nodes = new List<ServiceProvider>();
        for (var i = 0; i < Nodes; i++)
        {
            nodes.Add(await AnotherNodeAsync());
        }

        var written = await Parallelism.RunAsync<(string Subject, byte[]? Envelope)>(Subjects * Nodes, async i =>
        {
            var (subject, node) = ($"subject-{i / Nodes}", nodes[i % Nodes]);
            if (i % Nodes == 0)
            {
                await node.Subjects().EraseAsync(subject, "test");
                return (subject, null);
            }

            try
            {
                return (subject, await node.Encryptor().EncryptAsync(subject, new byte[] { 1 }));
            }
            catch (SubjectErasedException)
            {
                return (subject, null);
            }
        });

        await using var fresh = await AnotherNodeAsync();
        foreach (var (subject, envelope) in written)
        {
            Assert.That((await fresh.Subjects().FindAsync(subject)).State, Is.EqualTo(SubjectState.Erased));
            Assert.That(envelope is not null && await fresh.CanReadAsync(subject, envelope), Is.False);
        }

        nodes.ForEach(node => node.Dispose());
    }

    [Test]
    public async Task Deleting_an_account_erases_what_was_encrypted_for_it()
    {
        var accounts = _database.Get<AccountManager>();
        var registered = (RegistrationOutcome.Registered)await accounts.RegisterAsync(new RegisterRequest("ada", null, "a fine long passphrase 7"));
        var subject = registered.Account.Subject;
        var envelope = await _database.Services.Encryptor().EncryptAsync(subject, new byte[] { 1 });

        Assert.That(await accounts.DeleteAsync(subject), Is.True);

        Assert.That(await _database.Services.CanReadAsync(subject, envelope), Is.False);
        var status = await _database.Services.Subjects().FindAsync(subject);
        Assert.That((status.State, status.Erasures.Single().Reason), Is.EqualTo((SubjectState.Erased, "account_deleted")));
    }

    [Test]
    public async Task A_restored_backup_of_the_database_is_erased_again_by_the_ledger()
    {
        var envelope = await _database.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        await _database.ExecuteAsync("CREATE TABLE backup AS SELECT * FROM sk_subject_keys");
        await _database.Services.Subjects().EraseAsync("ada", "test");
        var ledger = new MemoryStream();
        await _database.Get<IErasureLedger>().ExportAsync(ledger);
        await _database.ExecuteAsync("DELETE FROM sk_subject_keys");
        await _database.ExecuteAsync("INSERT INTO sk_subject_keys SELECT * FROM backup");
        await using var restored = await AnotherNodeAsync();
        Assert.That(await restored.CanReadAsync("ada", envelope), Is.True, "the backup holds the key");

        ledger.Position = 0;
        var report = await restored.GetRequiredService<IErasureLedger>().ReplayAsync(ledger);

        Assert.That((report.Applied, report.KeysDestroyed, report.IsWhole), Is.EqualTo((1L, 1L, true)));
        Assert.That(await restored.CanReadAsync("ada", envelope), Is.False);
    }

    [Test]
    public async Task The_row_holds_no_wrapped_key_after_the_erasure_and_neither_does_the_SQLite_file()
    {
        await _database.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        var store = _database.Get<ISubjectKeyStore>();
        var before = (await store.ListAsync(string.Empty, 10, default)).Single();
        using var document = JsonDocument.Parse(before.Content);
        var wrapped = document.RootElement.GetProperty("keys")[0].GetProperty("wrapped").GetString()!;

        await _database.Services.Subjects().EraseAsync("ada", "test");

        Assert.That(Text((await store.LoadAsync(before.Handle, default))!.Content.ToArray()), Does.Not.Contain(wrapped));
        if (provider == DatabaseProvider.Sqlite)
        {
            await _database.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            SqliteConnection.ClearAllPools();
            var file = new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource;
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!).Select(f => Text(File.ReadAllBytes(f))), Has.None.Contains(wrapped[..40]));
        }
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private async Task<ServiceProvider> AnotherNodeAsync()
    {
        var node = _database.AnotherNode(configure: SetUp);
        await node.GetRequiredService<IKeyRingManager>().InitializeAsync();
        return node;
    }

    private void SetUp(ISecurityKitBuilder kit) => kit.AddTestCrypto(masterKey: _masterKey).AddIdentity().AddSubjectEncryption(o => o.EraseOnAccountDeletion = true);
}
