namespace SecurityKit.EntityFrameworkCore;

/// <summary>Can only its owner read the database file?</summary>
internal sealed class SqliteFilePostureCheck(DatabaseChoice choice) : IPostureCheck
{
    private const int Weight = 5;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Id => "database.sqlite.access";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var path = SqliteFile.PathOf(choice.ConnectionString)!;
        var (status, evidence) = Look(path);
        var advice = status == PostureStatus.Passed ? string.Empty : "Make the file readable by its owner only: chmod 600.";
        return ValueTask.FromResult(new PostureFinding(Id, "Only its owner can read the database file.", status, evidence, advice, Weight));
    }

    private static (PostureStatus Status, string Evidence) Look(string path)
    {
        if (!File.Exists(path))
        {
            return (PostureStatus.Failed, "There is no file yet.");
        }

        if (OperatingSystem.IsWindows())
        {
            return (PostureStatus.Partial, "Access rights are not looked at on Windows.");
        }

        var mode = File.GetUnixFileMode(path);
        return ((mode & Others) == 0 ? PostureStatus.Passed : PostureStatus.Failed, $"Its mode is {Convert.ToString((int)mode, 8)}.");
    }
}
