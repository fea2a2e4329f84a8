using System.Diagnostics;

namespace SecurityKit;

/// <summary>
/// Traces the operations of one package, under an <see cref="ActivitySource"/> of its name. Where nobody listens an operation costs one more
/// check of a field. A span has the operation's outcome and no credential, subject or address. Thread-safe.
/// </summary>
internal sealed class Spans(ActivitySource source)
{
    private const string OutcomeTag = "securitykit.outcome";

    /// <summary>Whether anybody listens.</summary>
    internal bool AreOn => source.HasListeners();

    /// <summary>Runs an operation within a span. For what is rare or takes long: the closure is made whether or not anybody listens.</summary>
    internal ValueTask<T> RunAsync<T>(string name, Func<ValueTask<T>> operation, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        RunAsync(name, operation, static run => run(), static result => OutcomeOf(result), tags);

    /// <summary>Runs an operation within a span, without a closure.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="state">What the operation needs.</param>
    /// <param name="operation">The operation. One that throws ends the span as an error, with the type of the exception.</param>
    /// <param name="outcome">The result's part that the span may show; one of few values.</param>
    /// <param name="tags">What else to show; few values, nothing secret.</param>
    internal ValueTask<T> RunAsync<TState, T>(
        string name, TState state, Func<TState, ValueTask<T>> operation, Func<T, string?> outcome, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        AreOn ? TraceAsync(name, state, operation, outcome, tags.ToArray()) : operation(state);

    /// <summary>Records an operation that is over already.</summary>
    internal void Record(string name, DateTimeOffset startedAt, TimeSpan took, string? error, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!AreOn || source.StartActivity(name, ActivityKind.Client, Activity.Current?.Context ?? default, startTime: startedAt) is not { } span)
        {
            return;
        }

        using (span)
        {
            Show(span, tags);
            if (error is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, error);
            }

            span.SetEndTime((startedAt + took).UtcDateTime);
        }
    }

    /// <summary>The name of the case that a result is; null for what is no set of cases.</summary>
    internal static string? OutcomeOf<T>(T result) => result switch
    {
        null => "None",
        bool isDone => isDone ? "Done" : "None",
        Enum status => status.ToString(),
        _ when typeof(T) is { IsClass: true, IsAbstract: true } => result.GetType().Name,
        _ => null,
    };

    private static void Show(Activity span, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            span.SetTag(key, value);
        }
    }

    /// <summary>The span begins within the asynchronous method, so that it is nobody's present activity once that has returned.</summary>
    private async ValueTask<T> TraceAsync<TState, T>(
        string name, TState state, Func<TState, ValueTask<T>> operation, Func<T, string?> outcome, KeyValuePair<string, object?>[] tags)
    {
        using var span = source.StartActivity(name);
        if (span is null)
        {
            return await operation(state).ConfigureAwait(false);
        }

        Show(span, tags);
        try
        {
            var result = await operation(state).ConfigureAwait(false);
            span.SetTag(OutcomeTag, outcome(result));
            return result;
        }
        catch (Exception exception)
        {
            span.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
    }
}
