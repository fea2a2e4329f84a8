namespace SecurityKit.Mfa;

/// <summary>What new TOTP authenticators look like, and how codes are judged.</summary>
public sealed class TotpOptions
{
    /// <summary>The hash for new authenticators.</summary>
    /// <value>Default: <see cref="TotpAlgorithm.Sha1"/>, which every app understands.</value>
    public TotpAlgorithm Algorithm { get; set; } = TotpAlgorithm.Sha1;

    /// <summary>The digits of a code for new authenticators, 6 or 8.</summary>
    /// <value>Default: 6.</value>
    public int Digits { get; set; } = 6;

    /// <summary>The length of a step for new authenticators, 15 to 300 whole seconds.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How far an app's clock may be off, for all authenticators.</summary>
    /// <value>Default: <see cref="TotpTolerance.Lenient"/>, one step either way.</value>
    public TotpTolerance Tolerance { get; set; } = TotpTolerance.Lenient;

    internal TotpParameters ToParameters() => new(Algorithm, Digits, Period);
}
