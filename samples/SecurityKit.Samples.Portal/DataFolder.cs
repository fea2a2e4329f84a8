namespace SecurityKit.Samples.Portal;

/// <summary>Where the portal keeps what must outlive it: one folder, for its owner only.</summary>
internal static class DataFolder
{
    internal static string Open(IHostEnvironment environment, IConfiguration configuration)
    {
        var path = Path.GetFullPath(configuration["Portal:DataFolder"] ?? "data", environment.ContentRootPath);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
