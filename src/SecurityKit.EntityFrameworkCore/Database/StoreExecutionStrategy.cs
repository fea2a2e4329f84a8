using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Runs every database operation once and reports an outage as <see cref="StoreUnavailableException"/>. Nothing is repeated here:
/// whether a lost answer means 'done' is for the store's own atomic step to say.
/// </summary>
internal sealed class StoreExecutionStrategy(ExecutionStrategyDependencies dependencies) : IExecutionStrategy
{
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(
        TState state,
        Func<DbContext, TState, TResult> operation,
        Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            return operation(dependencies.CurrentContext.Context, state);
        }
        catch (Exception exception) when (IsForeign(exception) && StoreOutage.From(exception) is not null)
        {
            throw StoreOutage.From(exception)!;
        }
    }

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            return await operation(dependencies.CurrentContext.Context, state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception) && StoreOutage.From(exception) is not null)
        {
            throw StoreOutage.From(exception)!;
        }
    }

    private static bool IsForeign(Exception exception) => exception is not (StoreUnavailableException or OperationCanceledException);
}
