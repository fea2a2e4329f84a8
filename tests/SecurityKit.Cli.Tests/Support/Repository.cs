namespace SecurityKit.Cli.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The tool as it was built, with its own assemblies beside it: those beside these tests belong to another framework.</summary>
    internal static string Tool
    {
        get
        {
            var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Root, "src", "SecurityKit.Cli", "bin", output.Parent!.Name, output.Name, "SecurityKit.Cli.dll");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecurityKit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("SecurityKit.sln was not found above the tests.");
    }
}
