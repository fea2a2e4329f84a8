namespace SecurityKit;

/// <summary>Which implementation of a store wins when several are registered. The highest wins, whatever the order of the calls.</summary>
public enum StorePriority
{
    /// <summary>Kept in the memory of one process; lost at its end.</summary>
    Volatile = 0,

    /// <summary>A database (SQLite, PostgreSQL).</summary>
    Database = 100,

    /// <summary>A shared memory store (Redis), for what it does better than a database.</summary>
    Distributed = 200,
}
