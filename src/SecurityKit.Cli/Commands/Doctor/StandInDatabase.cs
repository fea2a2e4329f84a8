using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace SecurityKit.Cli;

/// <summary>A temporary place for the SQLite file that is not there yet: looking at a configuration must not make it.</summary>
internal sealed class StandInDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitykit-doctor-").FullName;

    internal IConfiguration Over(IConfiguration configuration) => new ConfigurationBuilder()
        .AddConfiguration(configuration)
        .AddInMemoryCollection([new(ToolConfiguration.DatabaseConnection, $"Data Source={Path.Combine(_folder, "none.db")}")])
        .Build();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
