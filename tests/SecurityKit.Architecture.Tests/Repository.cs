using System.Runtime.CompilerServices;

namespace SecurityKit.Architecture.Tests;

/// <summary>The source tree these tests look at.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Source => Path.Combine(Root, "src");

    internal static string Tests => Path.Combine(Root, "tests");

    /// <summary>The packages: every folder of src with a project file.</summary>
    internal static IReadOnlyList<string> Packages { get; } =
        [.. Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)!).Where(name => File.Exists(ProjectFile(name))).Order(StringComparer.Ordinal)];

    internal static string ProjectFile(string package) => Path.Combine(Source, package, package + ".csproj");

    /// <summary>Source files below a folder, without what the build makes.</summary>
    internal static IEnumerable<string> Files(string folder, string pattern = "*.cs") => Directory
        .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(file => !Relative(file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or ".git"));

    internal static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SecurityKit.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("SecurityKit.sln was not found above the tests.");
    }
}
