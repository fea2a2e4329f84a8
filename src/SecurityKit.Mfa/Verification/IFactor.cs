namespace SecurityKit.Mfa;

/// <summary>The rule of one method: what a code looks like, and whether one is right. Budgets and events are not its business.</summary>
internal interface IFactor
{
    MfaMethod Method { get; }

    /// <summary>Brings a typed code into its canonical form; null when it cannot be a code of this method.</summary>
    string? Normalize(string? code);

    ValueTask<FactorResult> VerifyAsync(FactorAttempt attempt, CancellationToken cancellationToken);
}
