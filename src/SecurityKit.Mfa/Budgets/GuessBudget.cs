using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>
/// Guesses per subject and method: some an hour, and some in a row. A permit of each is taken before a code is looked at, so that parallel
/// guesses cannot outrun the limit; a right code gives the first back and ends the row. What cannot be guessed has no row: whoever knows the password
/// could do nothing with it but keep the owner out for a month.
/// </summary>
internal sealed class GuessBudget(ICounterStore counters, IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<CounterDecision> TakeAsync(string subject, MfaMethod method, CancellationToken cancellationToken)
    {
        var budgets = options.CurrentValue.Budgets;
        var hourly = await counters.TryTakeAsync(
            HourlyOf(subject, method), new CounterLimit(budgets.Guesses, budgets.GuessWindow), 1, cancellationToken).ConfigureAwait(false);
        if (!hourly.Taken || !HasRow(method))
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
        if (HasRow(method))
        {
            await counters.ResetAsync(RowOf(subject, method), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets every wrong guess of a subject.</summary>
    internal async ValueTask ClearAsync(string subject, CancellationToken cancellationToken)
    {
        foreach (var method in Enum.GetValues<MfaMethod>())
        {
            await counters.ResetAsync(HourlyOf(subject, method), cancellationToken).ConfigureAwait(false);
            await counters.ResetAsync(RowOf(subject, method), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A recovery code has 120 bits and a passkey signs a challenge of 256: NIST SP 800-63B asks for no limit from 64 bits on.</summary>
    private static bool HasRow(MfaMethod method) => method is not (MfaMethod.RecoveryCode or MfaMethod.Passkey);

    private static CounterKey HourlyOf(string subject, MfaMethod method) => new($"mfa.guess.{MfaMethods.NameOf(method)}", subject);

    private static CounterKey RowOf(string subject, MfaMethod method) => new($"mfa.guess_row.{MfaMethods.NameOf(method)}", subject);
}
