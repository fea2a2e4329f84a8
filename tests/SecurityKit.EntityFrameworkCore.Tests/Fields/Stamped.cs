using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>An entity with a key of one column.</summary>
public sealed class Stamped<TKey>
    where TKey : notnull
{
    public required TKey Key { get; init; }

    public required Encrypted<string> Note { get; set; }
}
