namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>Where the built portal is, and how it is started.</summary>
internal static class PortalFiles
{
    private const string Name = "SecurityKit.Samples.Portal";

    internal static string Root { get; } = FindRoot();

    internal static string SampleFolder => Path.Combine(Root, "samples", Name);

    /// <summary>The command line of the built portal; the environment name stands in it, so that no variable of the test run leaks in.</summary>
    internal static string[] Command(string environment, string dataFolder, params string[] settings) =>
    [
        "/usr/bin/env", "-u", "ASPNETCORE_URLS", "-u", "SECURITYKIT_MASTER_KEY", "-u", "DOTNET_ENVIRONMENT", $"ASPNETCORE_ENVIRONMENT={environment}",
        "sh", "-c", "cd \"$0\" && exec dotnet \"$@\"", SampleFolder, BuiltAssembly, $"--Portal:DataFolder={dataFolder}", .. settings,
    ];

    private static string BuiltAssembly
    {
        get
        {
            // bin/<configuration>/<framework>, for the portal as for these tests
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(SampleFolder, "bin", own.Parent!.Name, own.Name, Name + ".dll");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecurityKit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("SecurityKit.sln was not found above the test assembly.");
    }
}
