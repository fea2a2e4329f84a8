using System.Globalization;
using System.Security.Cryptography;
using SecurityKit.Samples.Portal.Tests.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests;

/// <summary>What the first run makes, and what production refuses: the real process, started as production starts it.</summary>
public sealed class ProductionTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sk-portal-production-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task TheFirstRun_MakesAKeyForItsOwnerOnlyAndSaysSoOnce()
    {
        using var portal = await PortalProcess.StartAsync();
        var key = Path.Combine(portal.DataFolder, "development-master.key");
        Assert.That(File.GetUnixFileMode(key), Is.EqualTo(OwnerOnly));
        Assert.That(portal.Output, Does.Contain("DEVELOPMENT master key").And.Contain(key).And.Contain("Never use it in production"));
        Assert.That(portal.Output, Does.Not.Contain(await File.ReadAllTextAsync(key)));

        await portal.RestartAsync();
        Assert.That(portal.Output, Does.Not.Contain("DEVELOPMENT master key was made"));
    }

    [Test]
    public async Task KeysOfDataProtection_LieInTheDataFolder_SealedAndForItsOwnerOnly()
    {
        using var portal = await PortalProcess.StartAsync();
        var file = Directory.GetFiles(Path.Combine(portal.DataFolder, "data-protection")).Single();
        var text = await File.ReadAllTextAsync(file);
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnerOnly));
        Assert.That(text, Does.Contain("<sealedKey").And.Not.Contain("<masterKey"));

        await portal.RestartAsync();
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!).Single(), Is.EqualTo(file), "the key of before is in use again");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(text));
        Assert.That(portal.Output, Does.Not.Contain("DataProtection"), "there is nothing to warn of");
    }

    [Test]
    public async Task Production_WithoutAKey_IsRefusedWithTheWayOut()
    {
        var (exitCode, output) = await RunInProductionAsync();
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("SECURITYKIT_MASTER_KEY"));
        Assert.That(Directory.GetFiles(_folder, "*.key"), Is.Empty, "Production never makes a key up.");
    }

    [Test]
    public async Task Production_WithTheDevelopmentKeyFile_IsRefused()
    {
        var key = MakeDevelopmentKey();
        var (exitCode, output) = await RunInProductionAsync($"--SecurityKit:Crypto:MasterKeyFile={key}");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("development master key is configured"));
    }

    [Test]
    public async Task Production_WithACopyOfTheDevelopmentKey_IsRefused()
    {
        var copy = Path.Combine(_folder, "production.key");
        File.Copy(MakeDevelopmentKey(), copy);
        var (exitCode, output) = await RunInProductionAsync($"--SecurityKit:Crypto:MasterKeyFile={copy}");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("development master key is configured").And.Not.Contain(await File.ReadAllTextAsync(copy)));
    }

    [Test]
    public async Task Production_WithStoresThatForget_IsRefused()
    {
        var key = WriteKey("own.key");
        var (exitCode, output) = await RunInProductionAsync($"--SecurityKit:Crypto:MasterKeyFile={key}", "--Portal:Store=memory");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("would forget everything at a restart"));
    }

    private string MakeDevelopmentKey() => WriteKey("development-master.key");

    private string WriteKey(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    private async Task<(int ExitCode, string Output)> RunInProductionAsync(params string[] settings)
    {
        var url = $"--urls=http://127.0.0.1:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}";
        var command = PortalFiles.Command("Production", _folder, [url, .. settings]);
        var start = new System.Diagnostics.ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            Assert.Fail("It started, which it must not: " + await output);
        }

        return (process.ExitCode, await output + await errors);
    }
}
