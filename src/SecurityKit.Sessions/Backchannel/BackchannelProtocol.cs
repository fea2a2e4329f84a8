namespace SecurityKit.Sessions;

/// <summary>How a receiver wants to hear of a session's end.</summary>
public enum BackchannelProtocol
{
    /// <summary>OpenID Connect Back-Channel Logout 1.0: a logout token in a form post.</summary>
    OpenIdLogout,

    /// <summary>CAEP 1.0 <c>session-revoked</c>: a security event token (RFC 8417) by push (RFC 8935).</summary>
    SessionRevoked,
}
