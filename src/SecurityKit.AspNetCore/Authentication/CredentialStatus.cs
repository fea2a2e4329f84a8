namespace SecurityKit.AspNetCore;

/// <summary>How reading a credential ended.</summary>
internal enum CredentialStatus
{
    /// <summary>Refused. Also the default.</summary>
    Invalid = 0,

    /// <summary>Refused because it could not be checked: the answer is 503, not 401.</summary>
    Unavailable,

    /// <summary>Checked and good.</summary>
    Valid,
}
