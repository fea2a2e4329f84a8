namespace SecurityKit.Crypto;

/// <summary>An unwrapped key of a ring: a data key or a signing key.</summary>
internal sealed class RingKey : IDisposable
{
    internal RingKey(KeyId id, DataKey data, MessageBudget budget)
    {
        Id = id;
        Data = data;
        Budget = budget;
    }

    internal RingKey(KeyId id, SigningKey signing, IDisposable owner)
    {
        Id = id;
        Signing = signing;
        _owner = owner;
        Budget = MessageBudget.Unlimited();
    }

    private readonly IDisposable? _owner;

    internal KeyId Id { get; }

    internal DataKey? Data { get; }

    internal SigningKey? Signing { get; }

    internal MessageBudget Budget { get; }

    public void Dispose()
    {
        Data?.Dispose();
        _owner?.Dispose();
    }
}
