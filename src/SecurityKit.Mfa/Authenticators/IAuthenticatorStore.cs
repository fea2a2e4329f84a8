namespace SecurityKit.Mfa;

/// <summary>
/// Keeps authenticators and the hashes of recovery codes. Every method is one atomic step, also across processes for shared stores;
/// subjects and ids compare ordinally. Thread-safe. All methods throw <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IAuthenticatorStore
{
    /// <summary>Reads all of one subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Empty lists for an unknown subject.</returns>
    ValueTask<SubjectAuthenticators> GetAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Adds a pending authenticator if the subject has room for it. Pending ones that are too old are dropped first.</summary>
    /// <param name="authenticator">The authenticator, not confirmed.</param>
    /// <param name="maxPerSubject">How many the subject may have afterwards, pending ones included.</param>
    /// <param name="stalePendingBefore">Pending ones created before this are dropped.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was added; of parallel calls exactly as many succeed as there is room. False also when anybody has one of this id.</returns>
    ValueTask<bool> TryAddAsync(
        Authenticator authenticator, int maxPerSubject, DateTimeOffset stalePendingBefore, CancellationToken cancellationToken);

    /// <summary>Makes a pending authenticator active; gives the subject its recovery codes when it is the only active one.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The authenticator.</param>
    /// <param name="step">The TOTP step or passkey counter of the confirmation, spent with it; -1 for other methods.</param>
    /// <param name="at">The time of the confirmation, UTC.</param>
    /// <param name="recoveryCodeHashes">What replaces the subject's recovery codes if this is the only active authenticator.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was done. Of parallel calls for one subject at most one answers <see cref="AuthenticatorActivation.ActivatedFirst"/>.</returns>
    ValueTask<AuthenticatorActivation> TryActivateAsync(
        string subject, string authenticatorId, long step, DateTimeOffset at, IReadOnlyList<byte[]> recoveryCodeHashes,
        CancellationToken cancellationToken);

    /// <summary>Spends a TOTP step or passkey counter: succeeds once for a step, and only for steps later than every spent one.</summary>
    /// <param name="authenticatorId">The authenticator.</param>
    /// <param name="step">The step.</param>
    /// <param name="at">The time of use, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call spent it; false also when the authenticator is gone or pending.</returns>
    ValueTask<bool> TryAdvanceStepAsync(string authenticatorId, long step, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that an active authenticator without steps proved a factor.</summary>
    /// <param name="authenticatorId">The authenticator.</param>
    /// <param name="at">The time of use, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the authenticator is there and active.</returns>
    ValueTask<bool> TryTouchAsync(string authenticatorId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Gives an active authenticator another name.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The authenticator.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is there, active and the subject's.</returns>
    ValueTask<bool> TryRenameAsync(string subject, string authenticatorId, string name, CancellationToken cancellationToken);

    /// <summary>Removes one authenticator.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The authenticator.</param>
    /// <param name="keepLast">Whether the last active one that is stronger than e-mail must stay.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was done.</returns>
    ValueTask<AuthenticatorRemoval> RemoveAsync(
        string subject, string authenticatorId, bool keepLast, CancellationToken cancellationToken);

    /// <summary>Removes all authenticators and recovery codes of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="forgetRequirement">
    /// Whether to forget as well since when it must have one. Only where the subject itself goes: else its time to set one up would begin anew.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many authenticators were removed.</returns>
    ValueTask<int> RemoveAllAsync(string subject, bool forgetRequirement, CancellationToken cancellationToken);

    /// <summary>Replaces the recovery codes of a subject that has an active authenticator.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="hashes">The hashes of the new codes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether they were replaced; false when the subject has no active authenticator.</returns>
    ValueTask<bool> TryReplaceRecoveryCodesAsync(string subject, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken);

    /// <summary>Spends a recovery code: succeeds once for a code.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="hash">The code's hash.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call spent it.</returns>
    ValueTask<bool> TrySpendRecoveryCodeAsync(string subject, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Notes that a subject must have an authenticator, unless that is noted already.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Since when it must: the time of the first call, whichever node made it.</returns>
    ValueTask<DateTimeOffset> NoteRequiredAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken);
}
