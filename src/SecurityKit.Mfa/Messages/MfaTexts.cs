namespace SecurityKit.Mfa;

/// <summary>
/// The texts of the messages in one language. <c>{issuer}</c>, <c>{code}</c>, <c>{minutes}</c> and <c>{time}</c> are filled in;
/// a text with a code must contain <c>{code}</c>.
/// </summary>
public sealed class MfaTexts
{
    /// <summary>The text message with a code.</summary>
    /// <value>Default: English.</value>
    public string Sms { get; set; } = "{code} is your {issuer} code. It works for {minutes} minutes. Never tell it to anybody.";

    /// <summary>The subject line of the e-mail with a code. Shown on locked screens: it holds no code.</summary>
    /// <value>Default: English.</value>
    public string EmailTitle { get; set; } = "Your {issuer} code";

    /// <summary>The e-mail with a code.</summary>
    /// <value>Default: English.</value>
    public string EmailBody { get; set; } =
        "{code} is your {issuer} code.\n\nIt works once, within {minutes} minutes. Never tell it to anybody.\n"
        + "If you are not signing in right now, somebody knows your password: change it.\n";

    /// <summary>The subject line of every notice.</summary>
    /// <value>Default: English.</value>
    public string NoticeTitle { get; set; } = "Your {issuer} account's sign-in has changed";

    /// <summary>The notice that an authenticator was added.</summary>
    /// <value>Default: English.</value>
    public string AuthenticatorAdded { get; set; } = "A new way to confirm your sign-in was added to your {issuer} account at {time}.";

    /// <summary>The notice that an authenticator was removed.</summary>
    /// <value>Default: English.</value>
    public string AuthenticatorRemoved { get; set; } = "A way to confirm your sign-in was removed from your {issuer} account at {time}.";

    /// <summary>The notice that signing in takes one factor again.</summary>
    /// <value>Default: English.</value>
    public string Disabled { get; set; } = "Signing in to your {issuer} account takes your password alone since {time}.";

    /// <summary>The notice that recovery codes were replaced.</summary>
    /// <value>Default: English.</value>
    public string RecoveryCodesRegenerated { get; set; } = "New recovery codes were made for your {issuer} account at {time}. The old ones are void.";

    /// <summary>The notice that a recovery code was used.</summary>
    /// <value>Default: English.</value>
    public string RecoveryCodeUsed { get; set; } = "A recovery code was used to sign in to your {issuer} account at {time}.";

    /// <summary>The notice that a device is trusted.</summary>
    /// <value>Default: English.</value>
    public string DeviceTrusted { get; set; } = "A device was marked as trusted for your {issuer} account at {time}.";

    /// <summary>What stands under every notice.</summary>
    /// <value>Default: English.</value>
    public string NoticeFooter { get; set; } = "If this was not you, change your password and look at your account now.";

    internal string TextOf(MfaNotice notice) => notice switch
    {
        MfaNotice.AuthenticatorAdded => AuthenticatorAdded,
        MfaNotice.AuthenticatorRemoved => AuthenticatorRemoved,
        MfaNotice.Disabled => Disabled,
        MfaNotice.RecoveryCodesRegenerated => RecoveryCodesRegenerated,
        MfaNotice.RecoveryCodeUsed => RecoveryCodeUsed,
        MfaNotice.DeviceTrusted => DeviceTrusted,
        _ => throw new ArgumentOutOfRangeException(nameof(notice)),
    };
}
