namespace SecurityKit.Mfa;

/// <summary>A way to prove a further factor. <see cref="MfaMethods"/> gives the names used on the wire.</summary>
public enum MfaMethod
{
    /// <summary>A code from an authenticator app (RFC 6238).</summary>
    Totp,

    /// <summary>A code by text message. NIST calls it restricted: offer something better beside it.</summary>
    Sms,

    /// <summary>A code by e-mail. A recovery aid; never makes AAL2.</summary>
    Email,

    /// <summary>One of the codes handed out when the first authenticator was confirmed.</summary>
    RecoveryCode,

    /// <summary>A passkey (WebAuthn) with user verification: the one way here that cannot be phished.</summary>
    Passkey,
}
