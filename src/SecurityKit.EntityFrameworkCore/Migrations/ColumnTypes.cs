using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>What a column is called on each engine, so that one migration serves both.</summary>
/// <param name="Text">Unlimited text, compared byte by byte.</param>
/// <param name="Time">A <see cref="DateTimeOffset"/>: UTC ticks on SQLite, microseconds on PostgreSQL.</param>
/// <param name="Blob">Bytes.</param>
/// <param name="Long">A 64-bit integer.</param>
/// <param name="Int">A 32-bit integer.</param>
/// <param name="Bool">A truth value.</param>
/// <param name="Double">A 64-bit floating-point number.</param>
/// <param name="Guid">A <see cref="System.Guid"/>: text on SQLite.</param>
internal sealed record ColumnTypes(
    string Text, string Time, string Blob, string Long, string Int, string Bool, string Double, string Guid)
{
    private static readonly ColumnTypes Sqlite = new("TEXT", "INTEGER", "BLOB", "INTEGER", "INTEGER", "INTEGER", "REAL", "TEXT");

    private static readonly ColumnTypes PostgreSql = new(
        "text", "timestamp with time zone", "bytea", "bigint", "integer", "boolean", "double precision", "uuid");

    /// <summary>The names for the engine that is being migrated.</summary>
    internal static ColumnTypes Of(MigrationBuilder migrationBuilder) => IsPostgreSql(migrationBuilder) ? PostgreSql : Sqlite;

    internal static bool IsPostgreSql(MigrationBuilder migrationBuilder) =>
        migrationBuilder.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL";
}
