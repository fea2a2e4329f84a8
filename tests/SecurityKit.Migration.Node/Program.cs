using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Migration.Node;

// Migrates the files of a folder, or moves them to the newest key, and tells how far it is, until it is done or has come to the point where it is to be killed: there it stands still.
var (keyFolder, values, workFolder) = (args[0], args[1], args[2]);
await using var services = await MigrationNode.StartAsync(keyFolder);
var progress = new LineProgress(killAt: args.ElementAtOrDefault(3));
var source = new HaltingSource(new FolderMigrationSource(values, MigrationNode.Purpose), progress.Tell);
bool hasSucceeded;
if (args.ElementAtOrDefault(4) == "rewrap")
{
    var rewrapped = await services.GetRequiredService<DataRewrapper>().RewrapAsync(new RewrapPlan { Source = source, WorkFolder = workFolder, BatchSize = 10, Progress = progress });
    hasSucceeded = rewrapped.Succeeded;
}
else
{
    var migrator = new DataMigrator(
        services.GetRequiredService<IEncryptor>(), services.GetRequiredService<ISecurityEvents>(), services.GetRequiredService<TimeProvider>());
    var migrated = await migrator.MigrateAsync(new MigrationPlan
    {
        Source = source,
        Formats = [MigrationNode.Fernet()],
        WorkFolder = workFolder,
        BatchSize = 10,
        Progress = progress,
    });
    hasSucceeded = migrated.Succeeded;
}

await Console.Out.WriteLineAsync(hasSucceeded ? "succeeded" : "failed");
return hasSucceeded ? 0 : 1;

internal sealed class LineProgress(string? killAt) : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value)
    {
        Tell(string.Create(CultureInfo.InvariantCulture, $"{value.Phase} {value.Done}"));
    }

    internal void Tell(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
        if (line == killAt)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
