using System.Globalization;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Tests;

/// <summary>The front page and the samples' pages, followed from the top of the repository as their commands are meant to be.</summary>
[TestFixture]
public sealed class PageTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sk-sample-page-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("README.md")]
    [TestCase("samples/SecurityKit.Samples.Portal/README.md")]
    public void ThePortal_IsServed(string page)
    {
        var output = Open(page).With("Portal__DataFolder", Path.Combine(_folder, "data")).RunToEnd();

        Assert.That(output, Does.Contain("A DEVELOPMENT master key was made"));
    }

    [Test]
    public void BothHostsOverOneUserTable_AreServed()
    {
        Open("samples/SecurityKit.Samples.AspNetIdentity/README.md")
            .With("ConnectionStrings__Accounts", $"Data Source={Path.Combine(_folder, "accounts.db")}")
            .With("ConnectionStrings__Security", $"Data Source={Path.Combine(_folder, "security.db")}")
            .RunToEnd();

        Assert.That(File.Exists(Path.Combine(_folder, "accounts.db")), "the first host's");
        Assert.That(File.Exists(Path.Combine(_folder, "security.db")), "the second host's");
    }

    [Test]
    public void TheConsoleSample_Runs() =>
        Assert.That(Open("samples/SecurityKit.Samples.Console/README.md").RunToEnd(), Does.Contain("decrypted with the old key: DE02"));

    [Test]
    public async Task TheWorker_RunsWithoutServersAndWithThem()
    {
        var output = Open("samples/SecurityKit.Samples.Worker/README.md")
            .With("Worker__DataFolder", Path.Combine(_folder, "data"))
            .Where("RunFor=00:00:10", "RunFor=00:00:04")
            .Where("Host=localhost;Database=worker;Username=worker;Password=...", await PostgreSqlServer.Shared.CreateDatabaseAsync())
            .Where("localhost:6379", RedisServer.Shared.ConnectionString)
            .RunToEnd();

        Assert.That(output, Does.Contain("PostgreSQL is not configured").And.Contain("go to PostgreSQL").And.Contain("go to Redis"));
    }

    /// <summary>Built already, in the configuration of these tests: running a page builds nothing anew.</summary>
    private ShellPage Open(string page)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return ShellPage.Open(page, RepositoryFolder.Root, _folder)
            .With("Configuration", output.Parent!.Name)
            .With("BuildProjectReferences", "false")
            .With("Urls", $"http://127.0.0.1:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}")
            .After($"cd '{RepositoryFolder.Root}'");
    }
}
