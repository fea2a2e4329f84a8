namespace SecurityKit.Sessions;

/// <summary>How using a refresh token ended.</summary>
public enum RefreshStatus
{
    /// <summary>Refused: the text is not a refresh token, or there is no session that it renews.</summary>
    Invalid = 0,

    /// <summary>Refused: the token had been used before. Somebody holds a copy, so the session was ended with all its tokens.</summary>
    Reused,

    /// <summary>Refused: the store cannot be asked. The token was perhaps used up; presenting it again within the leeway is safe.</summary>
    StoreUnavailable,

    /// <summary>The session is renewed and the token replaced.</summary>
    Refreshed,
}
