namespace SecurityKit.Sessions;

/// <summary>What validating a DPoP proof found. All but the last are refusals; tell a client no more than <c>invalid_dpop_proof</c>.</summary>
public enum DpopStatus
{
    /// <summary>Not a proof, or a header or claim is missing, doubled or of the wrong kind.</summary>
    Malformed = 0,

    /// <summary>Signed in another way than ES256.</summary>
    WrongAlgorithm,

    /// <summary>The <c>typ</c> is not <c>dpop+jwt</c>.</summary>
    WrongType,

    /// <summary>The key in its header is not a public P-256 key.</summary>
    WrongKey,

    /// <summary>The signature is not that key's.</summary>
    WrongSignature,

    /// <summary>Made for another method.</summary>
    WrongMethod,

    /// <summary>Made for another URI.</summary>
    WrongUri,

    /// <summary>Made for another access token.</summary>
    WrongAccessToken,

    /// <summary>Made too long ago.</summary>
    Expired,

    /// <summary>Made in the future.</summary>
    NotYetValid,

    /// <summary>It lacks this host's nonce, or carries one that is too old: make a new one with <see cref="DpopValidator.NewNonce"/>'s (RFC 9449, section 8).</summary>
    NonceRequired,

    /// <summary>Presented before, here or on another node.</summary>
    Replayed,

    /// <summary>Whether it was presented before cannot be found out.</summary>
    StoreUnavailable,

    /// <summary>Good, and spent by this call unless it was <see cref="DpopValidator.Check"/>.</summary>
    Valid,
}
