using System.Text.Json;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>A dozen, since each makes Entity Framework's model anew; ColdStartTests starts fifty on Redis.</summary>
[TestFixture]
public sealed class ColdStartTests
{
    private const int Processes = 12;

    [Test]
    public async Task Processes_that_start_on_one_empty_database_end_with_one_active_key_and_read_one_another()
    {
        await using var database = await TestDatabase.PostgreSqlAsync();

        var (envelopes, read) = await KeyRingProcess.ColdStartAsync("postgresql", database.ConnectionString, Processes);

        Assert.That(envelopes.Distinct().Count(), Is.EqualTo(Processes));
        Assert.That(read, Has.Length.EqualTo(Processes).And.All.EqualTo(Processes), "no process failed to read what another wrote");
        foreach (var ring in (string[])[KeyRingNames.Data, KeyRingNames.Signing, KeyRingNames.Index])
        {
            var stored = await database.Get<IKeyRingStore>().LoadAsync(ring, CancellationToken.None);
            using var document = JsonDocument.Parse(stored!.Content);
            Assert.That(document.RootElement.GetProperty("keys").GetArrayLength(), Is.EqualTo(1), ring);
            Assert.That(stored.Revision, Is.EqualTo(1), ring);
        }
    }
}
