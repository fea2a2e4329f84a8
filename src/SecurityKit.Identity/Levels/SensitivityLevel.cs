namespace SecurityKit.Identity;

/// <summary>How sensitive data is, and how sensitive data a subject is cleared for, in rising order.</summary>
public enum SensitivityLevel
{
    /// <summary>PUBLIC: anybody. The clearance of a subject nobody has cleared.</summary>
    Public = 0,

    /// <summary>INTERNAL: everybody who belongs to the organisation.</summary>
    Internal = 1,

    /// <summary>CONFIDENTIAL: those who need it.</summary>
    Confidential = 2,

    /// <summary>RESTRICTED: named people.</summary>
    Restricted = 3,

    /// <summary>TOP_SECRET: the fewest.</summary>
    TopSecret = 4,
}
