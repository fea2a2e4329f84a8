namespace SecurityKit.Sessions;

/// <summary>What a store decided upon the use of a refresh token.</summary>
public enum RefreshRotationStatus
{
    /// <summary>There is no such session or family, or it is over. Nothing changed.</summary>
    NotFound = 0,

    /// <summary>A token of the family that was used up before: the session was ended in the same step.</summary>
    Reused,

    /// <summary>The token just used up, within the leeway: the same successor again. Nothing changed.</summary>
    Repeated,

    /// <summary>The current token: it is used up now, and the successor is current.</summary>
    Rotated,
}
