namespace SecurityKit.Packages.Tests;

/// <summary>The pages that a reader follows step by step, followed with the packed packages and the tool installed from them.</summary>
[TestFixture]
public sealed class PageTests
{
    [Test]
    public void GettingStarted_IsFollowedFromAnEmptyFolderToARevokedSession()
    {
        var output = PageScript.Follow("getting-started.md");

        Assert.That(output, Does.Contain("A host with this configuration would start"), "doctor");
        Assert.That(output, Does.Contain("ring data"), "keys status");
        Assert.That(output, Does.Contain("takes over at"), "keys rotate");
        Assert.That(output, Does.Contain("NOT VERIFIED"), "token inspect");
        Assert.That(output, Does.Contain("1 sessions were ended."), "sessions revoke");
    }

    [Test]
    public void TheToolsPage_RunsWithTheToolInstalledFromItsPackage()
    {
        var output = PageScript.Follow("cli.md", "dotnet tool install SecurityKit.Cli --tool-path \"$PAGE_FOLDER/tools\"", "PATH=\"$PAGE_FOLDER/tools:$PATH\"");

        Assert.That(output, Does.Contain(PackedFeed.VersionOf("SecurityKit.Cli")), "--version");
        Assert.That(output, Does.Contain("came out as the kit promises"), "demo");
        Assert.That(output, Does.Contain("Argon2id m="), "hash calibrate");
    }
}
