namespace SecurityKit.Identity;

/// <summary>Keeps accounts. Every step is atomic and durable when its task completes. Thread-safe, and safe across processes.</summary>
public interface IAccountStore
{
    /// <summary>Adds an account unless its name, or one that looks like it, is taken. Of parallel calls with one name exactly one succeeds.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was added.</returns>
    ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken);

    /// <summary>Finds an account by its id.</summary>
    /// <param name="subject">The id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or <see langword="null"/>.</returns>
    ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Finds an account by <see cref="AccountRecord.NameKey"/>.</summary>
    /// <param name="nameKey">The name as it is compared.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or <see langword="null"/>.</returns>
    ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken);

    /// <summary>Finds the account that has confirmed an address or, when none has, the oldest that claims it.</summary>
    /// <param name="emailKey">The address as it is compared.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or <see langword="null"/>.</returns>
    ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken);

    /// <summary>Replaces the password's hash if its version is still the expected one; the version rises by one.</summary>
    /// <param name="replacement">What to write.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken);

    /// <summary>Notes a sign-in if the account is still active and its password still the one that was verified.</summary>
    /// <param name="subject">The account.</param>
    /// <param name="passwordVersion">The <see cref="AccountRecord.PasswordVersion"/> that was verified.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was noted; if not, the sign-in must not succeed.</returns>
    ValueTask<bool> TryRecordSignInAsync(string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Changes the status if it is another.</summary>
    /// <param name="subject">The account.</param>
    /// <param name="status">The new status.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call changed it.</returns>
    ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken);

    /// <summary>Marks the address as confirmed unless another account has confirmed it. Of parallel calls for one address exactly one account wins.</summary>
    /// <param name="subject">The account.</param>
    /// <param name="emailKey">The address that was confirmed; must still be the account's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended.</returns>
    ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken);

    /// <summary>
    /// Gives an account another address, confirmed, if its present one is still the expected one and no other account has confirmed the new one.
    /// Of parallel calls for one address exactly one account wins.
    /// </summary>
    /// <param name="replacement">What to write.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="EmailConfirmation.Invalid"/> when the account is gone or has another address by now.</returns>
    ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken);

    /// <summary>Lists accounts in the order of their names as they are compared.</summary>
    /// <param name="afterNameKey">The <see cref="AccountRecord.NameKey"/> to begin behind; <see langword="null"/> for the first.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The accounts.</returns>
    ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken);

    /// <summary>Removes an account; its name and address are free again.</summary>
    /// <param name="subject">The account.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call removed it.</returns>
    ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken);
}
