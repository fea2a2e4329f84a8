using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class ColdStartTests
{
    private const int Processes = 50;

    [Test]
    public async Task Fifty_processes_that_start_on_one_empty_Redis_end_with_one_active_key_and_read_one_another()
    {
        using var server = RedisServer.Start("--appendonly", "yes");

        var (envelopes, read) = await KeyRingProcess.ColdStartAsync("redis", server.ConnectionString, Processes);

        Assert.That(envelopes.Distinct().Count(), Is.EqualTo(Processes));
        Assert.That(read, Has.Length.EqualTo(Processes).And.All.EqualTo(Processes), "no process failed to read what another wrote");
        await using var node = RedisNode.Create(server.ConnectionString, "sk:", kit => kit.KeepKeyRingsInRedis());
        var stored = await node.Get<IKeyRingStore>().LoadAsync(KeyRingNames.Data, CancellationToken.None);
        using var document = JsonDocument.Parse(stored!.Content);
        Assert.That((document.RootElement.GetProperty("keys").GetArrayLength(), stored.Revision), Is.EqualTo((1, 1L)));
    }
}
