namespace SecurityKit.Redis;

/// <summary>Which server the host chose. The connection string may hold a password and is never printed.</summary>
internal sealed record RedisChoice(string ConnectionString)
{
    public override string ToString() => "RedisChoice";
}
