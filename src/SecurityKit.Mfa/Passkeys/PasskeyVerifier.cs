using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Judges an answer and spends the authenticator's counter with it.</summary>
internal sealed class PasskeyVerifier(
    PasskeySupport support, IAuthenticatorStore store, PasskeyProtector protector, MfaAnnouncer announcer, TimeProvider clock,
    IOptionsMonitor<MfaOptions> options)
{
    /// <summary>The method names for sessions and tokens. What a passkey says of its device is its client's word, which may be worth nothing.</summary>
    internal string MethodOf(PasskeyCredential credential) =>
        credential.IsBackupEligible || !options.CurrentValue.Passkeys.TrustDeviceBinding ? AuthenticationMethods.SyncedPasskey : AuthenticationMethods.Passkey;

    /// <summary>What the answer proves; null for nothing.</summary>
    /// <param name="state">The state of the prompt, spent already.</param>
    /// <param name="credentialJson">The answer.</param>
    /// <param name="expected">Whose passkey it must be; null for anybody's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async ValueTask<PasskeyProof?> VerifyAsync(
        string state, string credentialJson, string? expected, CancellationToken cancellationToken)
    {
        SubjectAuthenticators? read = null;
        var assertion = await support.Protocol.VerifyUseAsync(state, credentialJson, ReadAsync, cancellationToken).ConfigureAwait(false);
        if (assertion is null)
        {
            return null;
        }

        var id = PasskeyProtector.IdOf(assertion.CredentialId);
        if (read?.Authenticators.FirstOrDefault(a => a.Id == id && a is { IsActive: true, Method: MfaMethod.Passkey } && a.Subject == assertion.Subject)
            is not { } authenticator)
        {
            return null;
        }

        if (await TrySpendAsync(authenticator, assertion.SignCount, cancellationToken).ConfigureAwait(false))
        {
            return new PasskeyProof(authenticator.Subject, id, MethodOf(protector.Unprotect(authenticator)));
        }

        await announcer.RaiseAsync(
            MfaEventTypes.PasskeyCloneSuspected, authenticator.Subject, "counter_not_advanced", cancellationToken, ("authenticator", id)).ConfigureAwait(false);
        return null;

        async ValueTask<IReadOnlyList<PasskeyCredential>> ReadAsync(string subject, CancellationToken token)
        {
            if (!LabelRules.IsSubject(subject) || (expected is not null && !string.Equals(subject, expected, StringComparison.Ordinal)))
            {
                return [];
            }

            read = await store.GetAsync(subject, token).ConfigureAwait(false);
            return protector.AllOf(read);
        }
    }

    /// <summary>
    /// A counter must rise with every use; one that does not is that of a copy, or of the original after a copy was used. Authenticators
    /// without a counter, such as those of synced passkeys, always say 0.
    /// </summary>
    private ValueTask<bool> TrySpendAsync(Authenticator authenticator, long signCount, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return signCount == 0 && authenticator.LastStep <= 0
            ? store.TryTouchAsync(authenticator.Id, now, cancellationToken)
            : store.TryAdvanceStepAsync(authenticator.Id, signCount, now, cancellationToken);
    }
}
