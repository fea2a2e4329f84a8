namespace SecurityKit.Mfa;

/// <summary>What other packages may know of a subject's authenticators: whether one stands beside the password.</summary>
internal sealed class EnrolledFactors(IAuthenticatorStore store) : ISubjectFactors
{
    public async ValueTask<bool> HasSecondFactorAsync(string subject, CancellationToken cancellationToken) =>
        HasSecondFactor(await store.GetAsync(subject, cancellationToken).ConfigureAwait(false));

    /// <summary>E-mail is a recovery aid: whoever reads the mailbox may reset the password too.</summary>
    internal static bool HasSecondFactor(SubjectAuthenticators set) => set.Authenticators.Any(a => a.IsActive && a.Method != MfaMethod.Email);
}
