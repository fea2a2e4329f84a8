using System.Text.Json;

namespace SecurityKit.Testing;

/// <summary>Test vectors from the folder beside the project. Where the folder is missing, the test is skipped by name.</summary>
public static class VectorFile
{
    private static readonly string? Folder = FindFolder();

    public static bool IsPresent => Folder is not null;

    /// <summary>Reads one file; skips the calling test where it is missing.</summary>
    public static JsonElement Read(string relativePath)
    {
        var path = Folder is null ? null : Path.Combine(Folder, relativePath);
        if (path is null || !File.Exists(path))
        {
            Assert.Ignore($"The test vectors '{relativePath}' are not here: they stand in shared/vectors beside the project.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path!));
        return document.RootElement.Clone();
    }

    public static IEnumerable<JsonElement> Cases(string relativePath) => Read(relativePath).GetProperty("cases").EnumerateArray();

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("SECURITYKIT_VECTORS") is { Length: > 0 } named && Directory.Exists(named))
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecurityKit.sln")))
            {
                var vectors = Path.Combine(folder.FullName, "..", "shared", "vectors");
                return Directory.Exists(vectors) ? Path.GetFullPath(vectors) : null;
            }
        }

        return null;
    }
}
