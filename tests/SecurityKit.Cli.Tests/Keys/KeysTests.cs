using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class KeysTests
{
    [Test]
    public async Task Status_ShowsEveryRingOfTheStore()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);
        var known = await node.Services.GetRequiredService<IKeyRingManager>().GetStatusAsync();

        var run = await folder.Run("keys", "status", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        var rings = run.Json.EnumerateArray().ToDictionary(ring => ring.GetProperty("ring").GetString()!);
        Assert.That(rings.Keys, Is.SupersetOf(["data", "signing", "index"]));
        Assert.That(rings["data"].GetProperty("currentKeyId").GetString(), Is.EqualTo(known.CurrentKeyId));
    }

    [Test]
    public async Task RotateThenRevoke_TakesTheOldKeyOutOnRunningHostsToo()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);
        var rings = node.Services.GetRequiredService<IKeyRingManager>();
        var encryptor = node.Services.GetRequiredService<IEncryptor>().ForPurpose("cli.test");
        var old = (await rings.GetStatusAsync()).CurrentKeyId;
        var envelope = encryptor.EncryptText("before");

        var early = await folder.Run("keys", "revoke", old, "--reason", "leaked", "--yes");
        var rotated = await folder.Run("keys", "rotate", "--reason", "leaked", "--json");
        var unasked = await folder.Run("keys", "revoke", old, "--reason", "leaked");
        var revoked = await folder.Run("keys", "revoke", old, "--reason", "leaked", "--yes");
        var unknown = await folder.Run("keys", "revoke", "nothing", "--reason", "leaked", "--yes");
        await rings.MaintainAsync();

        Assert.That(early.ExitCode, Is.EqualTo(5), "the active key needs a successor: " + early.Errors);
        Assert.That((rotated.ExitCode, rotated.Json.GetProperty("version").GetInt32()), Is.EqualTo((0, 2)), rotated.Errors);
        Assert.That((unasked.ExitCode, revoked.ExitCode, unknown.ExitCode), Is.EqualTo((2, 0, 5)), revoked.Errors);
        Assert.That(() => encryptor.DecryptText(envelope), Throws.TypeOf<DecryptionFailedException>());
        Assert.That((await rings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task Rewrap_MovesEveryKeyToTheNewMasterKey()
    {
        using var folder = new ToolFolder();
        using (await NodeOf.StartAsync(folder))
        {
        }

        var newKey = folder.Write("new.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var moving = Config(folder, "moving.json", newKey, folder.MasterKeyFile);
        var moved = Config(folder, "moved.json", newKey, former: null);

        var refused = await ToolRun.Of(["keys", "status", "--config", moved]);
        var rewrapped = await ToolRun.Of(["keys", "rewrap", "--json", "--config", moving]);
        var again = await ToolRun.Of(["keys", "rewrap", "--json", "--config", moving]);
        var status = await ToolRun.Of(["keys", "status", "--config", moved]);

        Assert.That(refused.ExitCode, Is.EqualTo(3), "the new key alone opens nothing yet: " + refused.Output + refused.Errors);
        Assert.That(rewrapped.ExitCode, Is.Zero, rewrapped.Output + rewrapped.Errors);
        Assert.That(rewrapped.Json.GetProperty("rewrapped").GetInt32(), Is.AtLeast(3));
        Assert.That(again.Json.GetProperty("rewrapped").GetInt32(), Is.Zero);
        Assert.That(status.ExitCode, Is.Zero, status.Errors);
    }

    [Test]
    public async Task Rewrap_MovesTheRingOfSubjectsToo_ThoughOnlyTheHostsCodeKnowsOfIt()
    {
        using var folder = new ToolFolder();
        using (await NodeOf.StartAsync(folder))
        {
        }

        var plain = await folder.Run("keys", "status", "--json");
        byte[] envelope;
        using (var node = await NodeOf.StartAsync(folder, kit => kit.AddSubjectEncryption()))
        {
            envelope = await node.Services.GetRequiredService<ISubjectEncryptor>().EncryptAsync("ada", new byte[] { 7 });
        }

        var newKey = folder.Write("new.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var status = await folder.Run("keys", "status", "--json");
        var rewrapped = await ToolRun.Of(["keys", "rewrap", "--json", "--config", Config(folder, "moving.json", newKey, folder.MasterKeyFile)]);
        File.Copy(newKey, folder.MasterKeyFile, overwrite: true);
        using var after = await NodeOf.StartAsync(folder, kit => kit.AddSubjectEncryption());

        Assert.That(status.Json.EnumerateArray().Select(ring => ring.GetProperty("ring").GetString()), Does.Contain("subjects"), status.Errors);
        Assert.That(plain.Output, Does.Not.Contain("subjects"), "no such ring is made where there is none");
        Assert.That(rewrapped.Json.GetProperty("rewrapped").GetInt32(), Is.AtLeast(4), rewrapped.Errors);
        Assert.That(await after.Services.GetRequiredService<ISubjectEncryptor>().DecryptAsync("ada", envelope), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public async Task ARingThatOnlyTheHostsCodeKnowsOf_IsShownRotatedRevokedAndRewrapped_AsTheHostSetItUp()
    {
        using var folder = new ToolFolder();
        void WithArchive(ISecurityKitBuilder kit) => kit.AddCrypto(crypto => crypto.AddRing("archive", ring =>
        {
            ring.Algorithm = EncryptionAlgorithm.XAes256Gcm;
            ring.RotationPeriod = TimeSpan.FromDays(400);
            ring.Grace = TimeSpan.FromDays(3000);
        }));
        string old;
        string text;
        using (var node = await NodeOf.StartAsync(folder, WithArchive, new LeapingClock { Leap = TimeSpan.FromDays(-300) }))
        {
            old = (await node.Services.GetRequiredService<IKeyRingManager>().GetStatusAsync("archive")).CurrentKeyId;
            text = node.Services.GetRequiredService<IEncryptorProvider>().ForRing("archive").ForPurpose("cli.test").EncryptText("kept");
            await node.Services.GetRequiredService<IKeyRingManager>().RotateAsync("archive", "test");
            await node.StopAsync();
        }

        var newKey = folder.Write("new.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var status = await folder.Run("keys", "status", "--ring", "archive", "--json");
        var rotated = await folder.Run("keys", "rotate", "--ring", "archive", "--reason", "leaked", "--json");
        var unknown = await folder.Run("keys", "rotate", "--ring", "archives", "--reason", "leaked");
        var doctor = await folder.Run("doctor");
        var rewrapped = await ToolRun.Of(["keys", "rewrap", "--json", "--config", Config(folder, "moving.json", newKey, folder.MasterKeyFile)]);
        File.Copy(newKey, folder.MasterKeyFile, overwrite: true);

        Assert.That(status.ExitCode, Is.Zero, status.Errors);
        var ring = status.Json.EnumerateArray().Single();
        Assert.That(ring.GetProperty("usableVersions").GetArrayLength(), Is.EqualTo(2), "300 days are over the tool's own grace and within the host's");
        Assert.That(ring.TryGetProperty("untilRotation", out _), Is.False, "when it rotates the host knows");
        Assert.That((rotated.ExitCode, rotated.Json.GetProperty("algorithm").GetString()), Is.EqualTo((0, "XAes256Gcm")), rotated.Errors);
        Assert.That((unknown.ExitCode, unknown.Errors), Is.EqualTo((2, "There is no ring 'archives'. There are: archive, data, index, signing." + Environment.NewLine)));
        Assert.That(doctor.Output, Does.Contain("the hosts' code sets up: archive"));
        Assert.That(rewrapped.ExitCode, Is.Zero, rewrapped.Errors);
        using var after = await NodeOf.StartAsync(folder, WithArchive);
        Assert.That(after.Services.GetRequiredService<IEncryptorProvider>().ForRing("archive").ForPurpose("cli.test").DecryptText(text), Is.EqualTo("kept"));
        Assert.That((await folder.Run("keys", "revoke", old, "--ring", "archive", "--reason", "leaked", "--yes")).ExitCode, Is.Zero);
        await after.Services.GetRequiredService<IKeyRingManager>().MaintainAsync();
        Assert.That(
            () => after.Services.GetRequiredService<IEncryptorProvider>().ForRing("archive").ForPurpose("cli.test").DecryptText(text), Throws.TypeOf<DecryptionFailedException>());
    }

    private static string Config(ToolFolder folder, string name, string masterKeyFile, string? former)
    {
        var crypto = new JsonObject { ["MasterKeyFile"] = masterKeyFile };
        if (former is not null)
        {
            crypto["FormerMasterKeyFiles"] = new JsonArray(former);
        }

        return folder.Write(name, new JsonObject
        {
            ["SecurityKit"] = new JsonObject
            {
                ["Crypto"] = crypto,
                ["Database"] = new JsonObject { ["ConnectionString"] = folder.DatabaseConnection },
            },
        }.ToJsonString());
    }
}
