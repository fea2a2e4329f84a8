namespace SecurityKit.Mfa;

/// <summary>Which methods a subject may use, and with which authenticators.</summary>
internal static class OfferedMethods
{
    /// <summary>
    /// The methods, the strongest first. E-mail is offered only where there is nothing stronger: else whoever holds the mailbox could reset
    /// the password and pass the second step with one and the same thing.
    /// </summary>
    internal static IReadOnlyList<MfaMethod> Of(SubjectAuthenticators set)
    {
        var methods = new List<MfaMethod>();
        AddIfActive(methods, set, MfaMethod.Passkey);
        AddIfActive(methods, set, MfaMethod.Totp);
        AddIfActive(methods, set, MfaMethod.Sms);
        if (methods.Count == 0)
        {
            AddIfActive(methods, set, MfaMethod.Email);
        }

        if (methods.Count > 0 && set.RecoveryCodesLeft > 0)
        {
            methods.Add(MfaMethod.RecoveryCode);
        }

        return methods;
    }

    /// <summary>The authenticators of a method; null when the method is not offered.</summary>
    internal static IReadOnlyList<Authenticator>? CandidatesOf(SubjectAuthenticators set, MfaMethod method) =>
        Of(set).Contains(method) ? [.. set.Authenticators.Where(a => a.IsActive && a.Method == method)] : null;

    private static void AddIfActive(List<MfaMethod> methods, SubjectAuthenticators set, MfaMethod method)
    {
        if (set.Authenticators.Any(a => a.IsActive && a.Method == method))
        {
            methods.Add(method);
        }
    }
}
