namespace SecurityKit.Identity;

/// <summary>Why an API key was refused. For events and operators; the caller is told nothing but 'no'.</summary>
public enum ApiKeyRefusal
{
    /// <summary>It has not the form of a key, its checksum is wrong, it is unknown, or its secret is wrong.</summary>
    Invalid = 0,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It is out of use for the time being.</summary>
    Suspended,

    /// <summary>It came from a network outside its list, or from nowhere known.</summary>
    Network,
}
