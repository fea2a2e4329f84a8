namespace SecurityKit;

/// <summary>How sure one can be of who acts: the authenticator assurance levels of NIST SP 800-63B.</summary>
public enum AssuranceLevel
{
    /// <summary>Nothing was proven.</summary>
    None = 0,

    /// <summary>AAL1: one factor.</summary>
    One = 1,

    /// <summary>AAL2: two different factors.</summary>
    Two = 2,

    /// <summary>AAL3: a hardware-bound, phishing-resistant key with user verification.</summary>
    Three = 3,
}
