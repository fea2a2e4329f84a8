using System.Security.Cryptography;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Tests;

[TestFixture]
public sealed class WorkerSampleTests
{
    private const string Program = "SecurityKit.Samples.Worker";

    [Test]
    public async Task OnPostgreSqlAndRedis_TwoWorkersRotateAndRemoveWithoutDoingItTwice()
    {
        var environment = new Dictionary<string, string>
        {
            ["SecurityKit__Database__ConnectionString"] = PostgreSqlServer.Shared.ConnectionStringFor(await PostgreSqlServer.Shared.CreateDatabaseAsync()),
            ["SecurityKit__Redis__ConnectionString"] = RedisServer.Shared.ConnectionString,
            ["SECURITYKIT_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };

        var runs = await Task.WhenAll(
            SampleRun.Of(Program, ["--Worker:RunFor=00:00:14"], environment), SampleRun.Of(Program, ["--Worker:RunFor=00:00:14"], environment));

        var both = runs[0].Output + runs[1].Output;
        var versions = both.Split('\n').Where(line => line.Contains("rotation: key version", StringComparison.Ordinal))
            .Select(line => line.Split("key version ")[1].Split(' ')[0]).ToArray();
        Assert.That(runs.Select(run => run.ExitCode), Is.All.Zero, both);
        Assert.That(both, Does.Contain("go to PostgreSQL").And.Contain("go to Redis").And.Contain("retention:"));
        Assert.That(versions, Is.Not.Empty.And.Unique, both);
    }

    [Test]
    public async Task WithoutServers_ItSaysWhatToConfigureAndWorksOnOneFile()
    {
        var folder = Directory.CreateTempSubdirectory("sk-worker-");
        try
        {
            var (exitCode, output) = await SampleRun.Of(Program, ["--Worker:RunFor=00:00:05", $"--Worker:DataFolder={folder.FullName}"]);

            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("SecurityKit:Database:ConnectionString").And.Contain("SecurityKit:Redis:ConnectionString").And.Contain("retention:"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
