using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Finds the account behind what somebody typed as a name: an address when it has an '@', a user name otherwise.</summary>
internal sealed class AccountFinder(IAccountStore accounts, IOptionsMonitor<IdentityOptions> options)
{
    internal static bool IsUsable(string? login) =>
        !string.IsNullOrEmpty(login) && login.Length <= EmailAddresses.MaxLength && UnicodeText.IsWellFormed(login);

    /// <summary>
    /// As <see cref="FindAsync"/>, but whom an address signs in has confirmed it, or has it for a name as users of a host's own tables may: who merely claims it
    /// would learn here whether the address is somebody else's.
    /// </summary>
    internal async ValueTask<(AccountRecord? Account, string Key)> FindForSignInAsync(string login, CancellationToken cancellationToken)
    {
        var (account, key) = await FindAsync(login, cancellationToken).ConfigureAwait(false);
        var isTheirs = account is null or { IsEmailConfirmed: true }
            || !login.Contains('@', StringComparison.Ordinal)
            || string.Equals(AccountIdentifiers.EmailKey(account.UserName), key, StringComparison.Ordinal);
        return (isTheirs ? account : null, key);
    }

    /// <summary>The account, or null, and the login in the form in which it is compared.</summary>
    internal async ValueTask<(AccountRecord? Account, string Key)> FindAsync(string login, CancellationToken cancellationToken)
    {
        if (login.Contains('@', StringComparison.Ordinal))
        {
            return EmailAddresses.TryParse(login, out _, out var emailKey, out _)
                ? (await accounts.FindByEmailAsync(emailKey, cancellationToken).ConfigureAwait(false), emailKey)
                : (null, login.ToLowerInvariant());
        }

        return UserNames.TryParse(login, options.CurrentValue.MaxUserNameLength, out var name, out _)
            ? (await accounts.FindByNameAsync(name.Key, cancellationToken).ConfigureAwait(false), name.Key)
            : (null, login.ToLowerInvariant());
    }
}
