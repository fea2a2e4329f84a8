namespace SecurityKit;

/// <summary>The names of the ways in which a subject proves who it is, as RFC 8176 (<c>amr</c>) has them where it has them.</summary>
public static class AuthenticationMethods
{
    /// <summary>A password.</summary>
    public const string Password = "pwd";

    /// <summary>A one-time password from an authenticator (TOTP).</summary>
    public const string OneTimePassword = "otp";

    /// <summary>A code by text message.</summary>
    public const string Sms = "sms";

    /// <summary>A code by e-mail. Not in RFC 8176; a recovery factor, never a second factor at AAL2.</summary>
    public const string Email = "email";

    /// <summary>A recovery code. Not in RFC 8176.</summary>
    public const string RecoveryCode = "recovery";

    /// <summary>A passkey whose key cannot leave its device (not eligible for backup, and believed in that), with user verification.</summary>
    public const string Passkey = "hwk";

    /// <summary>A passkey that may be copied between devices (eligible for backup, or nothing shows that it is not), with user verification.</summary>
    public const string SyncedPasskey = "swk";

    /// <summary>A device remembered after an earlier second factor. Not in RFC 8176; never raises the level above what a password gives.</summary>
    public const string TrustedDevice = "trusted_device";

    /// <summary>More than one factor was used.</summary>
    public const string MultiFactor = "mfa";
}
