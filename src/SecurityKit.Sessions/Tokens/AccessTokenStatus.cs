namespace SecurityKit.Sessions;

/// <summary>What validating an access token found. All but the last two are refusals; tell a client no more than <c>invalid_token</c>.</summary>
public enum AccessTokenStatus
{
    /// <summary>Not a JWT in compact form, or a header or claim is missing, doubled or of the wrong kind.</summary>
    Malformed = 0,

    /// <summary>Signed in another way than the key of that id signs: <c>none</c>, HMAC and every other algorithm.</summary>
    WrongAlgorithm,

    /// <summary>Not an access token: the <c>typ</c> is not <c>at+jwt</c> (RFC 9068).</summary>
    WrongType,

    /// <summary>The key it names is not one of the ring's, or was revoked or retired.</summary>
    UnknownKey,

    /// <summary>The signature is not that key's over this content.</summary>
    WrongSignature,

    /// <summary>Issued by somebody else.</summary>
    WrongIssuer,

    /// <summary>For somebody else.</summary>
    WrongAudience,

    /// <summary>No longer good.</summary>
    Expired,

    /// <summary>Not yet good.</summary>
    NotYetValid,

    /// <summary>Its session is over or was ended, or belongs to another subject.</summary>
    SessionEnded,

    /// <summary>Revoked by itself.</summary>
    Revoked,

    /// <summary>Bound to a key that this request does not prove to hold.</summary>
    ProofRequired,

    /// <summary>The DPoP proof that came with it is not good, or is another key's; see <see cref="AccessTokenValidation.Proof"/>.</summary>
    ProofRefused,

    /// <summary>The session store cannot be asked. An unavailable store never means 'not revoked'.</summary>
    StoreUnavailable,

    /// <summary>The session was ended because what it did was too suspicious.</summary>
    Suspicious,

    /// <summary>Refused for everything but a step-up: its session's sign-in was suspicious. The answer holds the session.</summary>
    StepUpRequired,

    /// <summary>Accepted on its signature and times alone: the store cannot be asked, and the host chose to go on.</summary>
    ValidUnchecked,

    /// <summary>Good, and its session is live.</summary>
    Valid,
}
