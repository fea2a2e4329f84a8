namespace SecurityKit.EntityFrameworkCore;

/// <summary>How many messages all nodes together have set aside under one key.</summary>
internal sealed class KeyMessagesRow
{
    public required string Ring { get; init; }

    public required string KeyId { get; init; }

    public long Reserved { get; set; }
}
