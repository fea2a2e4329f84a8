namespace SecurityKit.Sessions;

/// <summary>What a new session is made from. The device and the network come from the operation context.</summary>
public sealed record SessionStart
{
    /// <summary>Who signed in, 1 to 256 characters.</summary>
    public required string Subject { get; init; }

    /// <summary>What was proven and when; at least one factor.</summary>
    public required IReadOnlyList<AuthenticationFactor> Factors { get; init; }

    /// <summary>The assurance level these factors reach.</summary>
    public required AssuranceLevel Level { get; init; }

    /// <summary>Whether the session gets a refresh token that renews it for <see cref="TokenOptions.RefreshTokenLifetime"/>.</summary>
    /// <value>Default: <see langword="false"/>; the session ends with its timeouts.</value>
    public bool IsRenewable { get; init; }

    /// <summary>
    /// Whether the session is good for nothing but setting up a further factor, because the policy demands one and there is none. It begins at
    /// <see cref="AssuranceLevel.None"/>; <see cref="SessionManager.AddFactorsAsync"/> makes a full one of it.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool IsForEnrollment { get; init; }

    /// <summary>The thumbprint of the client's key when its tokens are to be bound to it (DPoP); null for bearer tokens.</summary>
    public string? KeyThumbprint { get; init; }
}
