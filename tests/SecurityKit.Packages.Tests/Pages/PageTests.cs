using SecurityKit.Testing;

namespace SecurityKit.Packages.Tests;

/// <summary>The pages that a reader follows with the packed packages, and the tool installed from them.</summary>
[TestFixture]
public sealed class PageTests
{
    private const string Pin = "482913";

    // One home for all projects: each finds the packages that those before it have fetched.
    private PageFolder _projects = null!;

    [OneTimeSetUp]
    public void MakeProjects() => _projects = new PageFolder();

    [OneTimeTearDown]
    public void DeleteProjects() => _projects?.Dispose();

    [Test]
    public void GettingStarted_IsFollowedFromAnEmptyFolderToARevokedSession()
    {
        using var folder = new PageFolder();

        var output = folder.Open("docs/getting-started.md").RunToEnd();

        Assert.That(output, Does.Contain("A host with this configuration would start"), "doctor");
        Assert.That(output, Does.Contain("ring data"), "keys status");
        Assert.That(output, Does.Contain("takes over at"), "keys rotate");
        Assert.That(output, Does.Contain("NOT VERIFIED"), "token inspect");
        Assert.That(output, Does.Contain("1 sessions were ended."), "sessions revoke");
    }

    [Test]
    public void TheToolsReadme_InstallsItForItsUserAndRunsTheDemo()
    {
        using var folder = new PageFolder();

        var output = folder.Open("src/SecurityKit.Cli/README.md").After("PATH=\"$HOME/.dotnet/tools:$PATH\"").RunToEnd();

        Assert.That(output, Does.Contain("came out as the kit promises"), "demo");
    }

    [TestCase("src/SecurityKit/README.md")]
    [TestCase("src/SecurityKit.AspNetCore/README.md")]
    [TestCase("src/SecurityKit.Core/README.md")]
    [TestCase("src/SecurityKit.Crypto/README.md")]
    [TestCase("src/SecurityKit.EntityFrameworkCore/README.md")]
    [TestCase("src/SecurityKit.Geo/README.md")]
    [TestCase("src/SecurityKit.Identity/README.md")]
    [TestCase("src/SecurityKit.Messaging/README.md")]
    [TestCase("src/SecurityKit.Mfa/README.md")]
    [TestCase("src/SecurityKit.Redis/README.md")]
    [TestCase("src/SecurityKit.Sessions/README.md")]
    public void APackagesReadme_AddsItToAProject(string page)
    {
        var package = page.Split('/')[1];
        _projects.WriteProject();

        _projects.Open(page).RunToEnd();

        Assert.That(File.ReadAllText(_projects.PathOf("Contoso.csproj")), Does.Contain($"<PackageReference Include=\"{package}\" Version=\"{PackedFeed.VersionOf(package)}\" />"));
    }

    [Test]
    public void TheTokensReadme_AddsThePackageAndMakesItsKeysOnATokenOfSoftHsm()
    {
        var module = ServerRequirement.Find("softhsm2", "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so");
        ServerRequirement.Find("opensc", "/usr/bin/pkcs11-tool");
        _projects.WriteProject();
        Directory.CreateDirectory(_projects.PathOf("tokens"));
        File.WriteAllText(_projects.PathOf("softhsm2.conf"), $"directories.tokendir = {_projects.PathOf("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");

        // A person types the PIN; nothing else about the page's commands is changed.
        var output = _projects.Open("src/SecurityKit.Pkcs11/README.md")
            .With("SOFTHSM2_CONF", _projects.PathOf("softhsm2.conf"))
            .Where("/usr/lib/softhsm/libsofthsm2.so", module)
            .Where("--module MODULE", $"--module {module}")
            .After(
                $"softhsm2-util --init-token --free --label prod --so-pin 12345678 --pin {Pin}",
                $"pkcs11-tool() {{ command pkcs11-tool --pin {Pin} \"$@\"; }}")
            .RunToEnd();

        Assert.That(output, Does.Contain("length 32").And.Contain("RSA"));
        Assert.That(File.ReadAllText(_projects.PathOf("Contoso.csproj")), Does.Contain("SecurityKit.Pkcs11"));
    }
}
