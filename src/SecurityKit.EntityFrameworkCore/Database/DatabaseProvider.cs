namespace SecurityKit.EntityFrameworkCore;

/// <summary>The database engines the kit's tables live in.</summary>
public enum DatabaseProvider
{
    /// <summary>SQLite: one file, one machine.</summary>
    Sqlite,

    /// <summary>PostgreSQL: any number of nodes.</summary>
    PostgreSql,
}
