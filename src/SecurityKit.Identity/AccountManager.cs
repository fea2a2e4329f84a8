namespace SecurityKit.Identity;

/// <summary>
/// Accounts with passwords: register, confirm, sign in, change and reset, disable, enable, unlock, delete.
/// Expected refusals are outcomes; a store that cannot be reached is a <see cref="StoreUnavailableException"/> and nothing is granted.
/// Thread-safe. A second factor and sessions are other packages' business: a verified password is a first step, not a sign-in.
/// </summary>
public sealed class AccountManager
{
    private const int MaxPageSize = 1_000;

    private readonly RegistrationFlow _registration;
    private readonly SignInFlow _signIn;
    private readonly PasswordChangeFlow _change;
    private readonly PasswordResetFlow _reset;
    private readonly EmailConfirmationFlow _confirmation;
    private readonly EmailChangeFlow _emailChange;
    private readonly AccountAdministration _administration;
    private readonly IAccountStore _accounts;
    private readonly AccountFinder _finder;

    internal AccountManager(
        RegistrationFlow registration, SignInFlow signIn, PasswordChangeFlow change, PasswordResetFlow reset,
        EmailConfirmationFlow confirmation, EmailChangeFlow emailChange, AccountAdministration administration, IAccountStore accounts, AccountFinder finder)
    {
        _registration = registration;
        _signIn = signIn;
        _change = change;
        _reset = reset;
        _confirmation = confirmation;
        _emailChange = emailChange;
        _administration = administration;
        _accounts = accounts;
        _finder = finder;
    }

    /// <summary>Registers an account. A mail that confirms the address is sent when there is a sender and an address.</summary>
    /// <param name="request">Name, address and password.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or why not. Whether an address is in use already is never told.</returns>
    public ValueTask<RegistrationOutcome> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IdentityTracing.Spans.RunAsync("securitykit.account.register", () => _registration.RegisterAsync(request, cancellationToken));
    }

    /// <summary>Checks a name or address and a password from somebody unknown.</summary>
    /// <param name="request">Login, password and, where the device has one, its device token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; unknown names, wrong passwords and disabled accounts look alike and take the same work.</returns>
    public ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IdentityTracing.Spans.RunAsync("securitykit.password.sign_in", () => _signIn.SignInAsync(request, cancellationToken));
    }

    /// <summary>
    /// Asks whether a subject may sign in that has proven itself without its password, such as by a passkey. Locks after wrong passwords do not
    /// hold it up.
    /// </summary>
    /// <param name="subject">The subject, as verified by the host.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// <see cref="SignInOutcome.Verified"/>; <see cref="SignInOutcome.InvalidCredentials"/> for an account that is disabled or gone; or
    /// <see cref="SignInOutcome.EmailNotConfirmed"/>.
    /// </returns>
    public ValueTask<SignInOutcome> AdmitAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _signIn.AdmitAsync(subject, cancellationToken);
    }

    /// <summary>Checks the password of a subject that is signed in, before something that needs it again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome. Failures are counted apart from those of the sign-in.</returns>
    public ValueTask<PasswordCheckOutcome> CheckPasswordAsync(string subject, string password, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.password.check", () => _change.CheckAsync(subject, password, cancellationToken));
    }

    /// <summary>How long a subject's next password must be, for the hint beside a form: longer where the password is all that is asked for.</summary>
    /// <param name="subject">The subject, signed in.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The fewest characters (code points); see <see cref="PasswordPolicy.GetMinLength"/>.</returns>
    public ValueTask<int> GetMinPasswordLengthAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _change.GetMinLengthAsync(subject, cancellationToken);
    }

    /// <summary>Changes a password. The event <see cref="SecurityEventTypes.PasswordChanged"/> ends the subject's other sessions.</summary>
    /// <param name="subject">The subject, signed in.</param>
    /// <param name="currentPassword">The password in force.</param>
    /// <param name="newPassword">The new one.</param>
    /// <param name="keptSession">The id of the session that stays, usually the present one; <see langword="null"/> ends all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<PasswordChangeOutcome> ChangePasswordAsync(
        string subject, string currentPassword, string newPassword, string? keptSession, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.password.change", () => _change.ChangeAsync(subject, currentPassword, newPassword, keptSession, cancellationToken));
    }

    /// <summary>
    /// Asks for a mail with a token that sets a new password. Returns at once, whether or not the address belongs to an account;
    /// the look-up, the token and the mail follow in the background.
    /// </summary>
    /// <param name="email">The address.</param>
    /// <returns>What is wrong with the address as an address; empty otherwise.</returns>
    public IReadOnlyList<InputProblem> RequestPasswordReset(string email) => _reset.Request(email);

    /// <summary>Sets a new password with a mailed token. The token works once; nobody is signed in, and a second factor stays required.</summary>
    /// <param name="token">The token.</param>
    /// <param name="newPassword">The new password.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<PasswordResetOutcome> ResetPasswordAsync(string token, string newPassword, CancellationToken cancellationToken = default) =>
        IdentityTracing.Spans.RunAsync("securitykit.password.reset", () => _reset.ResetAsync(token, newPassword, cancellationToken));

    /// <summary>Asks for another mail that confirms the address of an account. Does nothing when it is confirmed.</summary>
    /// <param name="subject">The subject.</param>
    public void RequestEmailConfirmation(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        _confirmation.Request(subject);
    }

    /// <summary>Confirms an address with a mailed token. The token works once.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended.</returns>
    public ValueTask<EmailConfirmation> ConfirmEmailAsync(string token, CancellationToken cancellationToken = default) =>
        IdentityTracing.Spans.RunAsync("securitykit.email.confirm", () => _confirmation.ConfirmAsync(token, cancellationToken));

    /// <summary>
    /// Asks for another e-mail address, in place of the present one or as the first. A mail with a token goes to it; whether it belongs to another account
    /// is not told.
    /// </summary>
    /// <param name="subject">The subject, signed in. Where it has a second factor the host asks for a fresh one first.</param>
    /// <param name="password">Its password.</param>
    /// <param name="email">The new address.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<EmailChangeOutcome> RequestEmailChangeAsync(
        string subject, string password, string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _emailChange.RequestAsync(subject, password, email, cancellationToken);
    }

    /// <summary>
    /// Makes an address the account's with the token that was mailed to it. The token works once, and not after a change of the password. A confirmed
    /// address before is told, and can take it back for <see cref="IdentityOptions.EmailRevertLifetime"/>. Sessions go on; reset tokens that went to the
    /// address before are void.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended; <see cref="EmailConfirmation.Taken"/> when another account has confirmed the address.</returns>
    public ValueTask<EmailConfirmation> ConfirmEmailChangeAsync(string token, CancellationToken cancellationToken = default) =>
        _emailChange.ConfirmAsync(token, cancellationToken);

    /// <summary>
    /// Takes a change of address back with the token that was mailed to the address before. The password is void, all sessions end, API keys go the way of
    /// <see cref="ApiKeyOptions.OnPasswordReset"/>, and a mail to set a new password goes to the restored address.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended.</returns>
    public ValueTask<EmailConfirmation> TakeBackEmailChangeAsync(string token, CancellationToken cancellationToken = default) =>
        _emailChange.TakeBackAsync(token, cancellationToken);

    /// <summary>Lists all accounts, page by page, for administrators.</summary>
    /// <param name="after">The <see cref="AccountPage.Next"/> of the page before; <see langword="null"/> for the first.</param>
    /// <param name="count">How many accounts a page has at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page. Accounts that come or go between two pages may be missing; none is listed twice.</returns>
    public async ValueTask<AccountPage> ListAsync(string? after = null, int count = 50, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPageSize);
        var found = await _accounts.ListAsync(after, count + 1, cancellationToken).ConfigureAwait(false);
        return new AccountPage([.. found.Take(count).Select(account => account.ToAccount())], found.Count > count ? found[count - 1].NameKey : null);
    }

    /// <summary>Finds an account.</summary>
    /// <param name="subject">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or <see langword="null"/>.</returns>
    public async ValueTask<Account?> FindAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var account = await _accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        return account?.ToAccount();
    }

    /// <summary>Finds an account by what its holder signs in with, for administrators.</summary>
    /// <param name="login">The user name or the e-mail address, in any of its forms.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account, or <see langword="null"/>.</returns>
    public async ValueTask<Account?> FindByLoginAsync(string login, CancellationToken cancellationToken = default)
    {
        if (!AccountFinder.IsUsable(login))
        {
            return null;
        }

        var (account, _) = await _finder.FindAsync(login, cancellationToken).ConfigureAwait(false);
        return account?.ToAccount();
    }

    /// <summary>Stops an account from signing in and, through <see cref="SecurityEventTypes.AccountDisabled"/>, ends its sessions.</summary>
    /// <param name="subject">Its id.</param>
    /// <param name="reason">Why, as a snake_case word.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call changed it. For an account that is disabled already the consequences are repeated, so that an interrupted call can be completed.</returns>
    public ValueTask<bool> DisableAsync(string subject, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.account.disable", () => _administration.DisableAsync(subject, reason, cancellationToken));
    }

    /// <summary>Lets a disabled account sign in again.</summary>
    /// <param name="subject">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call changed it.</returns>
    public ValueTask<bool> EnableAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.account.enable", () => _administration.EnableAsync(subject, cancellationToken));
    }

    /// <summary>Ends a lock that wrong passwords caused.</summary>
    /// <param name="subject">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was anything to forget.</returns>
    public ValueTask<bool> UnlockAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.account.unlock", () => _administration.UnlockAsync(subject, cancellationToken));
    }

    /// <summary>Deletes an account and everything this package keeps for it. Its sessions and authenticators end through <see cref="SecurityEventTypes.AccountDeleted"/>.</summary>
    /// <param name="subject">Its id; never given out again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call deleted it.</returns>
    public ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return IdentityTracing.Spans.RunAsync("securitykit.account.delete", () => _administration.DeleteAsync(subject, cancellationToken));
    }
}
