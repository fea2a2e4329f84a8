namespace SecurityKit.Mfa;

/// <summary>What a store answered to an activation.</summary>
public enum AuthenticatorActivation
{
    /// <summary>There is no such pending authenticator of that subject: unknown, removed, or activated before.</summary>
    NotFound = 0,

    /// <summary>Activated beside others; the recovery codes are untouched.</summary>
    Activated,

    /// <summary>Activated as the subject's only active one; the given recovery codes replaced any others in the same step.</summary>
    ActivatedFirst,
}
