using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>
/// Guesses per subject and method. A permit is taken before a code is looked at, so that parallel guesses cannot outrun the limit,
/// and given back when the code was right.
/// </summary>
internal sealed class GuessBudget(ICounterStore counters, IOptionsMonitor<MfaOptions> options)
{
    internal ValueTask<CounterDecision> TakeAsync(string subject, MfaMethod method, CancellationToken cancellationToken)
    {
        var budget = options.CurrentValue.Budgets;
        return counters.TryTakeAsync(KeyOf(subject, method), new CounterLimit(budget.Guesses, budget.GuessWindow), 1, cancellationToken);
    }

    internal ValueTask GiveBackAsync(string subject, MfaMethod method, CancellationToken cancellationToken) =>
        counters.GiveBackAsync(KeyOf(subject, method), 1, cancellationToken);

    private static CounterKey KeyOf(string subject, MfaMethod method) => new($"mfa.guess.{MfaMethods.NameOf(method)}", subject);
}
