using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.KeyRing.Node;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

/// <summary>A node is killed (SIGKILL) at each step of changing a ring; another goes on, and nothing is lost.</summary>
[TestFixture]
public sealed class KilledRotationTests
{
    private readonly List<string> _envelopes = [];
    private string _folder = null!;
    private RedisServer _server = null!;
    private TimeSpan _offset;

    private string KeyFile => Path.Combine(_folder, "master.key");

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("sk-killed-").FullName;
        MasterKeyFile.Create(KeyFile);
        _server = RedisServer.Start("--appendonly", "yes", "--appendfsync", "always");
        _envelopes.Clear();
        _offset = TimeSpan.Zero;
    }

    [TearDown]
    public void Delete()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_kill_at_any_step_of_a_due_rotation_loses_nothing_and_the_next_node_completes_it()
    {
        await CheckAsync(expectedVersions: 1);
        var versions = 1;
        foreach (var (step, isSaved) in new[] { ("after-lease", false), ("before-save", false), ("after-save", true), ("before-publish", true), ("before-release", true) })
        {
            _offset += TimeSpan.FromDays(29);
            Assert.That(await DieAsync("due", step), Is.True, step);
            await CheckAsync(expectedVersions: versions + (isSaved ? 1 : 0));

            // The dead node's lease ends by itself within a minute.
            await ForgetLeasesAsync();
            await UseAsync(async services => await services.GetRequiredService<IKeyRingManager>().MaintainAsync());
            await CheckAsync(expectedVersions: ++versions);
            _offset += TimeSpan.FromDays(1);
            await CheckAsync(expectedVersions: versions, expectedCurrent: versions);
        }
    }

    [Test]
    public async Task A_kill_at_any_step_of_a_rotation_or_revocation_by_hand_leaves_it_done_or_not_done()
    {
        await CheckAsync(expectedVersions: 1);
        Assert.That(await DieAsync("hand", "before-save"), Is.True);
        await CheckAsync(expectedVersions: 1);
        Assert.That(await DieAsync("hand", "after-save"), Is.True);
        await CheckAsync(expectedVersions: 2, expectedCurrent: 1);

        var first = await CurrentAsync();
        Assert.That(await DieAsync("revoke", "before-save"), Is.True);
        Assert.That(await CurrentAsync(), Is.EqualTo(first), "not revoked, and nothing else happened");
        await CheckAsync(expectedVersions: 2, expectedCurrent: 1);
        Assert.That(await DieAsync("revoke", "before-publish"), Is.True);
        await UseAsync(async services =>
        {
            var status = await services.GetRequiredService<IKeyRingManager>().GetStatusAsync();
            Assert.That(status.Keys.Select(k => k.State), Is.EqualTo(new[] { KeyState.Active, KeyState.Revoked }));
            Assert.Throws<DecryptionFailedException>(() => services.GetRequiredService<IEncryptor>().DecryptText(_envelopes[0]));
        });
    }

    /// <summary>A fresh node: one key is active, everything written so far can be read, and writing goes on.</summary>
    private Task CheckAsync(int expectedVersions, int? expectedCurrent = null) => UseAsync(async services =>
    {
        var status = await services.GetRequiredService<IKeyRingManager>().GetStatusAsync();
        Assert.That(status.Keys.Count(k => k.State == KeyState.Active), Is.EqualTo(1));
        Assert.That(status.Keys, Has.Count.EqualTo(expectedVersions));
        Assert.That(status.CurrentVersion, Is.EqualTo(expectedCurrent ?? status.CurrentVersion));
        var encryptor = services.GetRequiredService<IEncryptor>();
        var readable = status.UsableVersions.Count;
        foreach (var envelope in _envelopes.TakeLast(readable))
        {
            Assert.That(encryptor.DecryptText(envelope), Is.EqualTo("text"));
        }

        _envelopes.Add(encryptor.EncryptText("text"));
    });

    private async Task<string> CurrentAsync()
    {
        var id = string.Empty;
        await UseAsync(async services => id = (await services.GetRequiredService<IKeyRingManager>().GetStatusAsync()).CurrentKeyId);
        return id;
    }

    private async Task UseAsync(Func<IServiceProvider, Task> use)
    {
        await using var services = NodeServices.Build(
            "redis", _server.ConnectionString, KeyFile, s => s.AddSingleton<TimeProvider>(new OffsetClock(_offset)));
        await services.GetRequiredService<IKeyRingManager>().InitializeAsync();
        await use(services);
    }

    private async Task ForgetLeasesAsync()
    {
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        foreach (var key in multiplexer.GetServer(multiplexer.GetEndPoints()[0]).Keys(pattern: "sk:lease:*"))
        {
            await multiplexer.GetDatabase().KeyDeleteAsync(key);
        }
    }

    private Task<bool> DieAsync(string operation, string step) =>
        KeyRingProcess.DieAsync("redis", _server.ConnectionString, KeyFile, _offset, operation, step);
}
