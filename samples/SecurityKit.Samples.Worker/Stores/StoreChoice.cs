using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Worker;

/// <summary>PostgreSQL and Redis where they are configured; else one SQLite file, and the worker says so.</summary>
internal sealed class StoreChoice
{
    private const string DatabaseSetting = "SecurityKit:Database:ConnectionString";
    private const string RedisSetting = "SecurityKit:Redis:ConnectionString";

    private readonly string? _postgreSql;
    private readonly string? _redis;
    private readonly string _folder;

    private StoreChoice(string? postgreSql, string? redis, string folder) => (_postgreSql, _redis, _folder) = (postgreSql, redis, folder);

    private string Sqlite => $"Data Source={Path.Combine(_folder, "security.db")}";

    internal static StoreChoice From(IConfiguration configuration, TextWriter console)
    {
        var (postgreSql, redis) = (NullIfEmpty(configuration[DatabaseSetting]), NullIfEmpty(configuration[RedisSetting]));
        var folder = Directory.CreateDirectory(configuration["Worker:DataFolder"] ?? Path.Combine(AppContext.BaseDirectory, "data")).FullName;
        console.WriteLine(postgreSql is null
            ? $"PostgreSQL is not configured ({DatabaseSetting}): keys and readings go to a SQLite file in {folder}."
            : "Keys and readings go to PostgreSQL.");
        console.WriteLine(redis is null
            ? $"Redis is not configured ({RedisSetting}): leases go to the database."
            : "Leases and notices of change go to Redis.");
        return new StoreChoice(postgreSql, redis, folder);
    }

    internal void AddTo(ISecurityKitBuilder kit)
    {
        _ = _postgreSql is null ? kit.UseSqlite(Sqlite) : kit.UsePostgreSql(_postgreSql);
        if (_redis is not null)
        {
            kit.UseRedis(_redis);
        }
    }

    /// <summary>A key of your own from the environment; else one for development, made beside the data.</summary>
    internal void AddMasterKeyTo(CryptoOptions crypto)
    {
        if (Environment.GetEnvironmentVariable(CryptoOptions.DefaultMasterKeyVariable) is { Length: > 0 })
        {
            crypto.UseMasterKeyFromEnvironment();
            return;
        }

        var path = Path.Combine(_folder, "development-master.key");
        if (!File.Exists(path))
        {
            MasterKeyFile.Create(path);
        }

        crypto.UseMasterKeyFile(path);
    }

    internal DbConnection Connect() => _postgreSql is null ? new SqliteConnection(Sqlite) : new NpgsqlConnection(_postgreSql);

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
