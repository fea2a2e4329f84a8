namespace SecurityKit.Crypto;

/// <summary>
/// The keys of subjects: what there is, erasing, renewing. Thread-safe; of operations on one subject at the same time the store lets one win, and
/// an erasure is never undone by another.
/// </summary>
public interface ISubjectKeyManager
{
    /// <summary>What is known of a subject's keys.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The status, read from the store.</returns>
    ValueTask<SubjectKeyStatus> FindAsync(string subject, CancellationToken cancellationToken = default);

    /// <summary>
    /// Destroys every key of a subject, for good, and proves it: before, a probe is encrypted under each key and read back; after, each is given to the ordinary
    /// decryption, which must refuse it. A subject without a key is barred from getting one. Repeating the call completes what an outage interrupted
    /// (journal, notice to other nodes, event) and destroys nothing more. The present operation's actor (<see cref="OperationContext"/>) is recorded.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">Why, as a snake_case word such as <c>erasure_request</c>; at most 128 characters. Kept with the tombstone: nothing personal.</param>
    /// <param name="cancellationToken">Cancels the call before the key is destroyed; afterwards the consequences are carried out.</param>
    /// <returns>What was destroyed, and the proof.</returns>
    /// <exception cref="StoreUnavailableException">The store or the journal does not answer. Whether the key is destroyed is not known: call again.</exception>
    ValueTask<ErasureReport> EraseAsync(string subject, string reason, CancellationToken cancellationToken = default);

    /// <summary>Gives a subject that was erased a new key, on purpose: the same person or account comes back. What was erased stays unreadable.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">Why, as a snake_case word; at most 128 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it got one; false when it is not erased.</returns>
    ValueTask<bool> ReEnrollAsync(string subject, string reason, CancellationToken cancellationToken = default);

    /// <summary>Makes a new version of a subject's key for what is encrypted from now on; earlier versions still decrypt until the subject is erased.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">Why, as a snake_case word; at most 128 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new version, or null when the subject has no key yet.</returns>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    ValueTask<int?> RotateAsync(string subject, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Wraps every subject's keys under the newest key of the ring <see cref="KeyRingNames.Subjects"/>, where they are not yet: before a former key of that ring
    /// is revoked. Encrypted data does not change. A key that does not unwrap is passed over, logged and counted. May be repeated.
    /// </summary>
    /// <param name="cancellationToken">Stops after the subject in hand.</param>
    /// <returns>How many keys were wrapped anew, and how many are left.</returns>
    ValueTask<SubjectKeyRewrap> RewrapKeysAsync(CancellationToken cancellationToken = default);
}
