namespace SecurityKit.Packages.Tests;

/// <summary>The first program of a package's README, in a fresh console application.</summary>
[TestFixture]
public sealed class StrangerConsoleTests
{
    [Test]
    public void ReadmeOfCore_Runs()
    {
        using var project = StrangerProject.Create("Microsoft.NET.Sdk", "Exe", Snippets.FirstOfReadme("SecurityKit.Core"), "SecurityKit.Core");
        project.Build();

        var output = project.Run();

        Assert.That(output, Does.Contain("attempt 5: 0 left").And.Contain("attempt 6: refused"));
    }

    [Test]
    public void ReadmeOfEntityFrameworkCore_Runs()
    {
        using var project = StrangerProject.Create(
            "Microsoft.NET.Sdk", "Exe", Snippets.FirstOfReadme("SecurityKit.EntityFrameworkCore"), "SecurityKit.EntityFrameworkCore", "Microsoft.Extensions.Hosting");
        project.Build();

        Assert.That(project.Run(), Does.Contain("mine until"));
        Assert.That(File.Exists(Path.Combine(project.Folder, "data", "security.db")), Is.True);
        Assert.That(project.Run(), Does.Contain("mine until"), "the same owner takes it again after a restart");
    }
}
