namespace SecurityKit;

/// <summary>Gives and sets the context of the operation in progress. Flows with async calls, as <see cref="AsyncLocal{T}"/> does.</summary>
public interface IOperationContextAccessor
{
    /// <summary>The present context; <see cref="OperationContext.None"/> outside any operation. Never null.</summary>
    OperationContext Current { get; set; }
}
