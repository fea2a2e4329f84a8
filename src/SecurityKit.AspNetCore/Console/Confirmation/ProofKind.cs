namespace SecurityKit.AspNetCore;

/// <summary>How a step-up can be given.</summary>
internal enum ProofKind
{
    /// <summary>It takes a second factor and there is none. Also the default: nothing goes without a proof.</summary>
    Enrollment = 0,

    /// <summary>By the password: there is no second factor.</summary>
    Password,

    /// <summary>By a code.</summary>
    Code,

    /// <summary>It was given a short while ago.</summary>
    Given,
}
