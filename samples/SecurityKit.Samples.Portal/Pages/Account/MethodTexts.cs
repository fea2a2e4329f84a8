using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>How the pages call the methods.</summary>
public static class MethodTexts
{
    /// <summary>The name in a list.</summary>
    public static string NameOf(MfaMethod method) => method switch
    {
        MfaMethod.Totp => "Authenticator app",
        MfaMethod.Sms => "Code by text message",
        MfaMethod.Email => "Code by e-mail",
        MfaMethod.RecoveryCode => "Recovery code",
        MfaMethod.Passkey => "Passkey",
        _ => method.ToString(),
    };

    /// <summary>The label of its input.</summary>
    public static string LabelOf(MfaMethod method) => method switch
    {
        MfaMethod.Totp => "Code of your authenticator app",
        MfaMethod.Sms => "Code from the text message",
        MfaMethod.Email => "Code from the e-mail",
        MfaMethod.RecoveryCode => "One of your recovery codes",
        _ => "Code",
    };
}
