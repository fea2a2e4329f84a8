namespace SecurityKit.Mfa;

/// <summary>The names of the methods, on the wire and in tokens.</summary>
public static class MfaMethods
{
    /// <summary>The name on the wire.</summary>
    /// <param name="method">The method.</param>
    /// <returns><c>totp</c>, <c>sms</c>, <c>email</c>, <c>recovery_code</c> or <c>passkey</c>.</returns>
    public static string NameOf(MfaMethod method) => method switch
    {
        MfaMethod.Totp => "totp",
        MfaMethod.Sms => "sms",
        MfaMethod.Email => "email",
        MfaMethod.RecoveryCode => "recovery_code",
        MfaMethod.Passkey => "passkey",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>Reads a name from the wire, ordinally.</summary>
    /// <param name="name">The name.</param>
    /// <param name="method">The method, when the name is one.</param>
    /// <returns>Whether the name is one.</returns>
    public static bool TryParse(string? name, out MfaMethod method)
    {
        (var isKnown, method) = name switch
        {
            "totp" => (true, MfaMethod.Totp),
            "sms" => (true, MfaMethod.Sms),
            "email" => (true, MfaMethod.Email),
            "recovery_code" => (true, MfaMethod.RecoveryCode),
            "passkey" => (true, MfaMethod.Passkey),
            _ => (false, default),
        };
        return isKnown;
    }

    /// <summary>The method's value in an <c>amr</c> list.</summary>
    /// <param name="method">The method.</param>
    /// <returns>One of <see cref="AuthenticationMethods"/>. Of a passkey the weaker one; the factor that was proven tells which it was.</returns>
    public static string AuthenticationMethodOf(MfaMethod method) => method switch
    {
        MfaMethod.Totp => AuthenticationMethods.OneTimePassword,
        MfaMethod.Sms => AuthenticationMethods.Sms,
        MfaMethod.Email => AuthenticationMethods.Email,
        MfaMethod.RecoveryCode => AuthenticationMethods.RecoveryCode,
        MfaMethod.Passkey => AuthenticationMethods.SyncedPasskey,
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
