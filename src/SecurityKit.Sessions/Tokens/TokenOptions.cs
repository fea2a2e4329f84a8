namespace SecurityKit.Sessions;

/// <summary>What tokens say and how long they last. Binds from <c>SecurityKit:Sessions:Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>Who issues the tokens (<c>iss</c>), and whose tokens are accepted.</summary>
    /// <value>Default: <c>securitykit</c>. Where others verify the tokens too: the host's own URL.</value>
    public string Issuer { get; set; } = "securitykit";

    /// <summary>Whom the tokens are for (<c>aud</c>); a token for anybody else is refused.</summary>
    /// <value>Default: <c>securitykit</c>.</value>
    public string Audience { get; set; } = "securitykit";

    /// <summary>How long an access token lasts, at most as long as its session.</summary>
    /// <value>Default: 30 minutes. 1 minute to 1 day.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after the sign-in refresh tokens renew a session. Rotation does not prolong it.</summary>
    /// <value>Default: 7 days. At least <see cref="AccessTokenLifetime"/>, at most 90 days.</value>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long after its use a refresh token may be presented again to get the same answer, for answers that were lost on the way.</summary>
    /// <value>Default: 10 seconds. 0 to 60 seconds.</value>
    public TimeSpan RefreshLeeway { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the clocks of nodes may differ before a new token counts as not yet valid. Never prolongs a token.</summary>
    /// <value>Default: 5 seconds. 0 to 60 seconds.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after it was made a DPoP proof (RFC 9449) is accepted.</summary>
    /// <value>Default: 60 seconds. 5 seconds to 5 minutes.</value>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether DPoP proofs must carry a nonce of this host (RFC 9449, section 8), so that none can be made ahead for later use. Clients learn
    /// it from the <c>DPoP-Nonce</c> header and try once more.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireProofNonce { get; set; }

    /// <summary>How long a nonce may be used. No node keeps nonces: each tells by itself when one was made.</summary>
    /// <value>Default: 5 minutes. 10 seconds to 1 hour.</value>
    public TimeSpan ProofNonceLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a sign-in over HTTP that asks for tokens must prove a key of its own (DPoP), so that no bearer tokens are issued.</summary>
    /// <value>Default: <see langword="false"/>; clients that send a proof get bound tokens, others bearer tokens.</value>
    public bool RequireKeyBinding { get; set; }

    /// <summary>How many access tokens whose signature was verified are remembered, so that it is not verified again. Everything else is checked every time.</summary>
    /// <value>Default: 10,000; about 1 KiB each. 0 (none) to 1,000,000.</value>
    public int VerifiedTokenCacheSize { get; set; } = 10_000;

    /// <summary>
    /// Whether access tokens with a good signature are accepted until they expire while the session store cannot be asked.
    /// A revoked token then works again for the length of the outage.
    /// </summary>
    /// <value>Default: <see langword="false"/>; they are refused.</value>
    public bool AcceptUncheckedWhenStoreIsUnavailable { get; set; }
}
