using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>
/// Guesses per subject and method: some an hour, and some in a row. A permit of each is taken before a code is looked at, so that parallel
/// guesses cannot outrun the limit; a right code gives the first back and ends the row.
/// </summary>
internal sealed class GuessBudget(ICounterStore counters, IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<CounterDecision> TakeAsync(string subject, MfaMethod method, CancellationToken cancellationToken)
    {
        var budgets = options.CurrentValue.Budgets;
        var hourly = await counters.TryTakeAsync(
            HourlyOf(subject, method), new CounterLimit(budgets.Guesses, budgets.GuessWindow), 1, cancellationToken).ConfigureAwait(false);
        if (!hourly.Taken)
        {
            return hourly;
        }

        var inARow = await counters.TryTakeAsync(
            RowOf(subject, method), new CounterLimit(budgets.GuessesInARow, MfaBudgetOptions.RowWindow), 1, cancellationToken).ConfigureAwait(false);
        if (!inARow.Taken)
        {
            await counters.GiveBackAsync(HourlyOf(subject, method), 1, cancellationToken).ConfigureAwait(false);
        }

        return inARow;
    }

    internal async ValueTask GiveBackAsync(string subject, MfaMethod method, CancellationToken cancellationToken)
    {
        await counters.GiveBackAsync(HourlyOf(subject, method), 1, cancellationToken).ConfigureAwait(false);
        await counters.ResetAsync(RowOf(subject, method), cancellationToken).ConfigureAwait(false);
    }

    private static CounterKey HourlyOf(string subject, MfaMethod method) => new($"mfa.guess.{MfaMethods.NameOf(method)}", subject);

    private static CounterKey RowOf(string subject, MfaMethod method) => new($"mfa.guess_row.{MfaMethods.NameOf(method)}", subject);
}
