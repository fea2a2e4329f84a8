namespace SecurityKit.Mfa;

/// <summary>How codes are made from a secret. Kept with each authenticator, so that changing the options breaks none.</summary>
public readonly record struct TotpParameters
{
    /// <summary>The shortest period.</summary>
    public static readonly TimeSpan MinPeriod = TimeSpan.FromSeconds(15);

    /// <summary>The longest period.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromSeconds(300);

    /// <summary>Creates parameters.</summary>
    /// <param name="algorithm">The hash.</param>
    /// <param name="digits">6 or 8.</param>
    /// <param name="period">Whole seconds, <see cref="MinPeriod"/> to <see cref="MaxPeriod"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public TotpParameters(TotpAlgorithm algorithm, int digits, TimeSpan period)
    {
        if (!Enum.IsDefined(algorithm))
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm));
        }

        if (digits is not (6 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(digits), "A code has 6 or 8 digits.");
        }

        if (!IsPeriod(period))
        {
            throw new ArgumentOutOfRangeException(nameof(period), "A period is 15 to 300 whole seconds.");
        }

        Algorithm = algorithm;
        Digits = digits;
        Period = period;
    }

    /// <summary>What every app understands: SHA-1, 6 digits, 30 seconds.</summary>
    public static TotpParameters Default { get; } = new(TotpAlgorithm.Sha1, 6, TimeSpan.FromSeconds(30));

    /// <summary>The hash.</summary>
    public TotpAlgorithm Algorithm { get; }

    /// <summary>How many digits a code has.</summary>
    public int Digits { get; }

    /// <summary>How long a step lasts.</summary>
    public TimeSpan Period { get; }

    internal static bool IsPeriod(TimeSpan period) =>
        period >= MinPeriod && period <= MaxPeriod && period.Ticks % TimeSpan.TicksPerSecond == 0;
}
