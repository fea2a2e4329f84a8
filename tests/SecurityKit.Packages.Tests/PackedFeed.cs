using System.Runtime.CompilerServices;

namespace SecurityKit.Packages.Tests;

/// <summary>Every package of the solution, packed once into a folder of its own.</summary>
internal static class PackedFeed
{
    private static readonly Lazy<string> Packed = new(Pack);

    internal static string Root { get; } = FindRoot();

    /// <summary>The folder with the packages.</summary>
    internal static string Folder => Packed.Value;

    /// <summary>The packages there are to be, by the folders of src.</summary>
    internal static IReadOnlyList<string> Ids { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The one file of a package.</summary>
    internal static string FileOf(string id, string extension) =>
        Directory.GetFiles(Folder, $"{id}.*{extension}").Single(file => VersionOf(id, file, extension) is not null);

    internal static string VersionOf(string id) => VersionOf(id, FileOf(id, ".nupkg"), ".nupkg")!;

    internal static void Delete()
    {
        if (Packed.IsValueCreated)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The version, or null when the file is another package whose name begins alike.</summary>
    private static string? VersionOf(string id, string file, string extension)
    {
        var rest = Path.GetFileName(file)[(id.Length + 1)..^extension.Length];
        return char.IsAsciiDigit(rest[0]) ? rest : null;
    }

    private static string Pack()
    {
        const string Released = "Release";
        var folder = Directory.CreateTempSubdirectory("sk-feed-").FullName;
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Parent!.Name;
        // Every package was built with these tests, if in the same configuration.
        string[] built = own == Released ? ["--no-build"] : [];
        Shell.Run(Root, "dotnet", ["pack", "SecurityKit.sln", "-c", Released, "-o", folder, "--nologo", "-v", "quiet", .. built]);
        return folder;
    }

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
