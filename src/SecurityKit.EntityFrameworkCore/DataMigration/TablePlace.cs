using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which database a connection leads to, in words without credentials: tables of one name in two databases are two sources.</summary>
internal static class TablePlace
{
    /// <summary>Names the database; nothing is opened.</summary>
    /// <param name="connect">Makes a connection to it.</param>
    /// <param name="machine">The machine that a SQLite file is on.</param>
    internal static string Of(Func<DbConnection> connect, string machine)
    {
        using var connection = connect();
        return connection switch
        {
            SqliteConnection sqlite => $"{machine} {FileOf(sqlite)}",
            NpgsqlConnection postgres => $"{postgres.DataSource}/{postgres.Database}{SchemaOf(postgres)}",
            _ => $"{connection.DataSource}/{connection.Database}",
        };
    }

    private static string FileOf(SqliteConnection connection)
    {
        var source = connection.DataSource;
        var isPath = source.Length > 0 && source[0] != ':' && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        return isPath ? Path.GetFullPath(source) : source;
    }

    /// <summary>A table without a schema before it is looked for in these.</summary>
    private static string SchemaOf(NpgsqlConnection connection) =>
        new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath is { Length: > 0 } path ? $" {path}" : string.Empty;
}
