namespace SecurityKit;

internal sealed class OperationContextAccessor : IOperationContextAccessor
{
    private readonly AsyncLocal<OperationContext?> _current = new();

    public OperationContext Current
    {
        get => _current.Value ?? OperationContext.None;
        set => _current.Value = value;
    }
}
