namespace SecurityKit.Mfa;

/// <summary>How far the clock of an app may be off.</summary>
public enum TotpTolerance
{
    /// <summary>Only the present step.</summary>
    Strict = 0,

    /// <summary>One step before and one after the present one too.</summary>
    Lenient = 1,
}
