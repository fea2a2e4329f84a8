using System.Runtime.ExceptionServices;

namespace SecurityKit;

/// <summary>What must follow a change that stands already: each step is tried although one before it failed; what failed is thrown at the end.</summary>
internal sealed class Consequences
{
    private readonly List<Exception> _failures = [];

    internal async ValueTask TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failures.Add(exception);
        }
    }

    /// <summary>Throws one failure as it was; several as an outage if one of them is, since callers have an answer to that.</summary>
    internal void ThrowWhatFailed()
    {
        if (_failures.Count == 0)
        {
            return;
        }

        if (_failures.Count == 1)
        {
            ExceptionDispatchInfo.Throw(_failures[0]);
        }

        var all = new AggregateException(_failures);
        throw _failures.OfType<StoreUnavailableException>().FirstOrDefault() is { } outage ? new StoreUnavailableException(outage.Store, all) : all;
    }
}
