using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Registers passkeys. The answer that makes one proves that it works, so it is active at once.</summary>
internal sealed class PasskeyEnrollmentService(
    PasskeySupport support, PasskeyPrompts prompts, PasskeyProtector protector, PendingAuthenticators pendingOnes, EnrollmentService enrollment,
    IAuthenticatorStore store, FactorVerification verification, PasskeyVerifier verifier, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    private const string Purpose = "register";

    internal async ValueTask<PasskeyStart> BeginAsync(string subject, string accountName, string? binding, CancellationToken cancellationToken)
    {
        if (!support.IsAvailable || !PasskeySupport.CanName(subject))
        {
            return new PasskeyStart.Unavailable();
        }

        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (IsFull(set))
        {
            return new PasskeyStart.LimitReached(options.CurrentValue.MaxAuthenticators);
        }

        var prompt = await support.Protocol.PromptRegistrationAsync(new PasskeyOwner(subject, accountName), protector.AllOf(set), cancellationToken)
            .ConfigureAwait(false);
        return await prompts.OpenAsync(prompt, PasskeyPrompts.ScopeOf(Purpose, subject, binding), cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<PasskeyRegistration> RegisterAsync(
        string subject, string? name, string? credentialJson, string? binding, CancellationToken cancellationToken)
    {
        if (!support.IsAvailable)
        {
            return new PasskeyRegistration.Unavailable();
        }

        var problems = new List<InputProblem>();
        LabelRules.CheckName(problems, name);
        if (problems.Count > 0)
        {
            return new PasskeyRegistration.Refused(problems);
        }

        var state = await prompts.TakeAsync(credentialJson, PasskeyPrompts.ScopeOf(Purpose, subject, binding), cancellationToken).ConfigureAwait(false);
        var credential = state is null
            ? null
            : await support.Protocol.VerifyRegistrationAsync(state, credentialJson!, cancellationToken).ConfigureAwait(false);
        if (credential is null)
        {
            await verification.ReportAsync(subject, MfaMethod.Passkey, "invalid", cancellationToken).ConfigureAwait(false);
            return new PasskeyRegistration.Invalid();
        }

        return await KeepAsync(subject, name!.Trim(), credential, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<PasskeyRegistration> KeepAsync(
        string subject, string name, PasskeyCredential credential, CancellationToken cancellationToken)
    {
        var id = PasskeyProtector.IdOf(credential.CredentialId);
        var pending = await pendingOnes.TryAddAsync(
            subject, id, MfaMethod.Passkey, name, protector.Protect(credential, id, subject), cancellationToken).ConfigureAwait(false);
        if (pending is null)
        {
            return IsFull(await store.GetAsync(subject, cancellationToken).ConfigureAwait(false))
                ? new PasskeyRegistration.LimitReached(options.CurrentValue.MaxAuthenticators)
                : new PasskeyRegistration.Invalid();
        }

        var factor = new AuthenticationFactor(verifier.MethodOf(credential), clock.GetUtcNow());
        return await enrollment.ActivateAsync(pending, credential.SignCount, factor, cancellationToken).ConfigureAwait(false)
            is MfaConfirmation.Confirmed confirmed
            ? new PasskeyRegistration.Registered(id, factor, confirmed.RecoveryCodes)
            : new PasskeyRegistration.Invalid();
    }

    /// <summary>Counts as the store does when it adds one: those that wait for their first code have a place until their time is over.</summary>
    private bool IsFull(SubjectAuthenticators set) =>
        set.Authenticators.Count(a => a.IsActive || !pendingOnes.IsStale(a)) >= options.CurrentValue.MaxAuthenticators;
}
