namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which database the host chose. The connection string may hold a password and is never printed.</summary>
internal sealed record DatabaseChoice(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>How the store is called in messages.</summary>
    internal string StoreName => Provider == DatabaseProvider.Sqlite ? "SQLite" : "PostgreSQL";

    public override string ToString() => $"DatabaseChoice {{ Provider = {Provider} }}";
}
