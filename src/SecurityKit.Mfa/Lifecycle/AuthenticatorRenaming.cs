namespace SecurityKit.Mfa;

/// <summary>How the wish to rename an authenticator ended. Switch over the cases; there are no others.</summary>
public abstract record AuthenticatorRenaming
{
    private AuthenticatorRenaming()
    {
    }

    /// <summary>It has the new name.</summary>
    public sealed record Renamed : AuthenticatorRenaming;

    /// <summary>The subject has no such active authenticator.</summary>
    public sealed record NotFound : AuthenticatorRenaming;

    /// <summary>The name is not acceptable.</summary>
    /// <param name="Problems">What is wrong with <c>name</c>.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : AuthenticatorRenaming;
}
