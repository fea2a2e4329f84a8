using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.KeyRing.Node;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>A node is killed (SIGKILL) at each step of an erasure: the subject is erased or is not, never half, and a repeated call completes it.</summary>
[TestFixture]
public sealed class KilledErasureTests
{
    private string _folder = null!;
    private RedisServer _server = null!;

    private string KeyFile => Path.Combine(_folder, "master.key");

    private string Journal => Path.Combine(_folder, "erasures.journal");

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("sk-killed-").FullName;
        MasterKeyFile.Create(KeyFile);
        _server = RedisServer.Start("--appendonly", "yes", "--appendfsync", "always");
    }

    [TearDown]
    public void Delete()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase("before-destroy", false)]
    [TestCase("after-destroy", true)]
    [TestCase("before-publish", true)]
    [TestCase("after-journal", true)]
    public async Task A_kill_in_mid_erasure_leaves_no_half_erased_subject_and_a_repeated_call_completes_it(string step, bool isDestroyed)
    {
        byte[] envelope = [];
        await UseAsync(async services => envelope = await services.Encryptor().EncryptAsync("ada", new byte[] { 1 }));

        Assert.That(await KeyRingProcess.DieErasingAsync("redis", _server.ConnectionString, KeyFile, Journal, "ada", step), Is.True, "it was killed");

        await UseAsync(async services =>
        {
            Assert.That(await services.CanReadAsync("ada", envelope), Is.EqualTo(!isDestroyed));
            Assert.That((await services.Subjects().FindAsync("ada")).State, Is.EqualTo(isDestroyed ? SubjectState.Erased : SubjectState.Active));
            var report = await services.Subjects().EraseAsync("ada", "again");
            Assert.That((report.WasErasedBefore, report.IsJournaled, report.Proof.Holds), Is.EqualTo((isDestroyed, true, true)));
            Assert.That(await services.CanReadAsync("ada", envelope), Is.False);
            await using var journal = File.OpenRead(Journal);
            var replay = await services.GetRequiredService<IErasureLedger>().ReplayAsync(journal);
            Assert.That((replay.Entries > 0, replay.Applied, replay.RefusedCount), Is.EqualTo((true, 0L, 0L)));
        });
    }

    private async Task UseAsync(Func<IServiceProvider, Task> use)
    {
        await using var services = NodeServices.Build(
            "redis", _server.ConnectionString, KeyFile, s => s.AddSecurityKit().AddSubjectEncryption(o => o.JournalFile = Journal));
        await services.GetRequiredService<IKeyRingManager>().InitializeAsync();
        await use(services);
    }
}
