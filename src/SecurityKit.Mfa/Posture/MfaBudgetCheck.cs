using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>How likely a guesser is to hit a six-digit code within a year, by the budget that is set.</summary>
internal sealed class MfaBudgetCheck(IOptionsMonitor<MfaOptions> options) : IPostureCheck
{
    private const double CodesPerWindowLenient = 3;
    private const double MostLikelyPerYear = 0.01;

    public string Id => "mfa.guess.budget";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        var year = TimeSpan.FromDays(365);
        var guessesPerYear = Math.Min(
            current.Budgets.Guesses * (year / current.Budgets.GuessWindow), current.Budgets.GuessesInARow * (year / MfaBudgetOptions.RowWindow));
        var right = current.Totp.Tolerance == TotpTolerance.Strict ? 1 : CodesPerWindowLenient;
        var chance = 1 - Math.Pow(1 - (right / Math.Pow(10, current.Totp.Digits)), guessesPerYear);
        var isLow = chance <= MostLikelyPerYear;
        return ValueTask.FromResult(new PostureFinding(
            Id, "Codes cannot be guessed", isLow ? PostureStatus.Passed : PostureStatus.Failed,
            $"{current.Budgets.Guesses} guesses in {current.Budgets.GuessWindow}, {current.Budgets.GuessesInARow} in a row: somebody who knows a password and guesses all year hits a code with a chance of {chance * 100:0.00} %.",
            isLow ? string.Empty : $"Lower {MfaOptions.Section}:Budgets:Guesses or GuessesInARow, or use 8 digits or the strict tolerance.", Weight: 6));
    }
}
