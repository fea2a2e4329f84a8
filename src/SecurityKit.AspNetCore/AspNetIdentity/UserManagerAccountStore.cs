using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// The kit's accounts in the tables of ASP.NET Core Identity. Every write is the user's row with what belongs to it, in one transaction that holds only if
/// the row's ConcurrencyStamp is still the one that was read; whoever comes second reads again and decides anew.
/// </summary>
internal sealed class UserManagerAccountStore<TUser>(IServiceScopeFactory scopes, TimeProvider clock) : IAccountStore
    where TUser : IdentityUser<string>, new()
{
    /// <summary>An address that nobody has confirmed may be claimed by many; so many are looked at to find the oldest.</summary>
    private const int MaxClaimants = 100;

    private const int MaxAttempts = 100;
    private const int MaxFailures = 3;

    /// <summary>A lockout that ends later than this is meant for ever.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(50 * 365);

    public async ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                var users = new UserScope<TUser>(scopes);
                await using var scope = users.ConfigureAwait(false);
                return await TryCreateAsync(users, account, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (UserStoreOutage.IsBehind(exception))
            {
                // A parallel registration won, or the database is down: the next look tells.
                if (failures == MaxFailures)
                {
                    throw UserStoreOutage.From(exception);
                }
            }
        }
    }

    public ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken) => ReadAsync(
        async users => await users.FindAsync(subject).ConfigureAwait(false) is { } user ? await RecordAsync(users, user, cancellationToken).ConfigureAwait(false) : null);

    public ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken) => ReadAsync(async users =>
    {
        var user = await users.Manager.FindByNameAsync(nameKey).ConfigureAwait(false);
        return user?.UserName is { } name && string.Equals(AccountIdentifiers.NameKey(name), nameKey, StringComparison.Ordinal)
            ? await RecordAsync(users, user, cancellationToken).ConfigureAwait(false)
            : null;
    });

    public ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken) => ReadAsync(async users =>
    {
        var forms = new UserClaims<TUser>(users).FormsOf(emailKey);
        var claimants = users.Manager.Users.Where(user => forms.Contains(user.NormalizedEmail))
            .OrderByDescending(user => user.EmailConfirmed).ThenBy(user => user.Id).Take(MaxClaimants);
        AccountRecord? oldest = null;
        foreach (var user in (await UserScope<TUser>.ReadAsync(claimants, cancellationToken).ConfigureAwait(false)).Where(user => UserClaims<TUser>.IsOf(user, emailKey)))
        {
            var account = await RecordAsync(users, user, cancellationToken).ConfigureAwait(false);
            if (account.IsEmailConfirmed)
            {
                return account;
            }

            oldest = oldest is null || account.CreatedAt < oldest.CreatedAt ? account : oldest;
        }

        return oldest;
    });

    public ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken) =>
        UpdateAsync(replacement.Subject, false, async (users, user, account) =>
        {
            if (account.PasswordVersion != replacement.ExpectedVersion)
            {
                return (false, false);
            }

            user.PasswordHash = replacement.Hash.Length == 0 ? null : replacement.Hash;
            if (replacement.ChangedAt != account.PasswordChangedAt)
            {
                // Cookies that the framework's own pages gave out end with the stamp. A new hash of the same password is no reason.
                user.SecurityStamp = NewStamp();
            }

            await users.SetDetailsAsync(
                user,
                AccountDetails.Of(account with
                {
                    PasswordHash = replacement.Hash,
                    PasswordVersion = replacement.ExpectedVersion + 1,
                    PasswordChangedAt = replacement.ChangedAt,
                    PasswordHistory = replacement.History,
                }),
                cancellationToken).ConfigureAwait(false);
            return (true, true);
        }, cancellationToken);

    public ValueTask<bool> TryRecordSignInAsync(string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken) =>
        UpdateAsync(subject, false, async (users, user, account) =>
        {
            if (account.Status != AccountStatus.Active || account.PasswordVersion != passwordVersion)
            {
                return (false, false);
            }

            await users.SetDetailsAsync(user, AccountDetails.Of(account with { LastSignInAt = at }), cancellationToken).ConfigureAwait(false);
            return (true, true);
        }, cancellationToken);

    public ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken) =>
        UpdateAsync(subject, false, (_, user, account) =>
        {
            var isOther = account.Status != status;
            if (isOther)
            {
                SetStatus(user, status);
                user.SecurityStamp = NewStamp();
            }

            return ValueTask.FromResult((isOther, isOther));
        }, cancellationToken);

    public ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken) =>
        UpdateAsync(subject, EmailConfirmation.Invalid, async (users, user, account) =>
        {
            if (!string.Equals(account.EmailKey, emailKey, StringComparison.Ordinal))
            {
                return (EmailConfirmation.Invalid, false);
            }

            var claims = new UserClaims<TUser>(users);
            if (await claims.IsConfirmedByAnotherAsync(subject, emailKey, cancellationToken).ConfigureAwait(false))
            {
                return (EmailConfirmation.Taken, false);
            }

            await claims.MoveEmailAsync(user, before: null, emailKey, cancellationToken).ConfigureAwait(false);
            user.EmailConfirmed = true;
            return (EmailConfirmation.Confirmed, true);
        }, cancellationToken);

    public ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken) =>
        UpdateAsync(replacement.Subject, EmailConfirmation.Invalid, async (users, user, account) =>
        {
            if (!string.Equals(account.EmailKey, replacement.ExpectedEmailKey, StringComparison.Ordinal))
            {
                return (EmailConfirmation.Invalid, false);
            }

            var claims = new UserClaims<TUser>(users);
            var isNameToo = user.UserName is not null && string.Equals(AccountIdentifiers.EmailKey(user.UserName), account.EmailKey, StringComparison.Ordinal);
            if (await claims.IsConfirmedByAnotherAsync(user.Id, replacement.EmailKey, cancellationToken).ConfigureAwait(false)
                || (isNameToo && await IsNameOfAnotherAsync(users, user, replacement.Email).ConfigureAwait(false)))
            {
                return (EmailConfirmation.Taken, false);
            }

            await claims.MoveEmailAsync(user, account.EmailKey, replacement.EmailKey, cancellationToken).ConfigureAwait(false);
            (user.Email, user.NormalizedEmail, user.EmailConfirmed) = (replacement.Email, users.Manager.NormalizeEmail(replacement.Email), true);
            if (isNameToo)
            {
                // Where the address is the name, an old address that still signs in would be no change.
                (user.UserName, user.NormalizedUserName) = (replacement.Email, users.Manager.NormalizeName(replacement.Email));
            }

            return (EmailConfirmation.Confirmed, true);
        }, cancellationToken);

    public ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken) => ReadAsync(async users =>
    {
        var query = users.Manager.Users.Where(user => user.UserName != null);
        if (afterNameKey is not null)
        {
            var after = users.Manager.NormalizeName(afterNameKey);
#pragma warning disable CA1309 // Translated to a comparison in the database; there is no overload with a comparison that is.
            query = query.Where(user => string.Compare(user.NormalizedUserName, after) > 0);
#pragma warning restore CA1309
        }

        var page = await UserScope<TUser>.ReadAsync(query.OrderBy(user => user.NormalizedUserName).Take(count), cancellationToken).ConfigureAwait(false);
        var accounts = new List<AccountRecord>(page.Count);
        foreach (var user in page)
        {
            accounts.Add(await RecordAsync(users, user, cancellationToken).ConfigureAwait(false));
        }

        return (IReadOnlyList<AccountRecord>)accounts;
    });

    public async ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (isThere, isDeleted) = await ReadAsync(async users =>
                await users.FindAsync(subject).ConfigureAwait(false) is { } user
                    ? (true, (await users.Store.DeleteAsync(user, cancellationToken).ConfigureAwait(false)).Succeeded)
                    : (false, false)).ConfigureAwait(false);
            if (!isThere || isDeleted)
            {
                return isDeleted;
            }
        }

        throw new StoreUnavailableException(UserStoreOutage.StoreName);
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private static void SetStatus(TUser user, AccountStatus status)
    {
        // The framework's own sign-in knows a lockout and nothing else that stops it.
        user.LockoutEnabled |= status == AccountStatus.Disabled;
        user.LockoutEnd = status == AccountStatus.Disabled ? DateTimeOffset.MaxValue : null;
    }

    private static async ValueTask<bool> IsNameOfAnotherAsync(UserScope<TUser> users, TUser user, string name) =>
        await users.Manager.FindByNameAsync(name).ConfigureAwait(false) is { } owner && !string.Equals(owner.Id, user.Id, StringComparison.Ordinal);

    private static async ValueTask<bool> TryCreateAsync(UserScope<TUser> users, AccountRecord account, CancellationToken cancellationToken)
    {
        var claims = new UserClaims<TUser>(users);
        if (await claims.IsNameTakenAsync(account.NameSkeleton, cancellationToken).ConfigureAwait(false)
            || await users.Manager.FindByNameAsync(account.UserName).ConfigureAwait(false) is not null
            || await users.Manager.FindByIdAsync(account.Subject).ConfigureAwait(false) is not null)
        {
            return false;
        }

        var user = new TUser
        {
            Id = account.Subject,
            UserName = account.UserName,
            Email = account.Email,
            EmailConfirmed = account.IsEmailConfirmed,
            PasswordHash = account.PasswordHash.Length == 0 ? null : account.PasswordHash,
        };
        SetStatus(user, account.Status);
        await users.SetDetailsAsync(user, AccountDetails.Of(account), cancellationToken).ConfigureAwait(false);
        await claims.AddNameAsync(user, account.NameSkeleton, cancellationToken).ConfigureAwait(false);
        if (account is { IsEmailConfirmed: true, EmailKey: not null })
        {
            await claims.AddEmailAsync(user, account.EmailKey, cancellationToken).ConfigureAwait(false);
        }

        var result = await users.Manager.CreateAsync(user).ConfigureAwait(false);
        if (!result.Succeeded && result.Errors.Any(error => error.Code != nameof(IdentityErrorDescriber.DuplicateUserName)))
        {
            throw new InvalidOperationException(
                $"{UserStoreOutage.StoreName} refuses an account that the kit's rules allow: {string.Join(", ", result.Errors.Select(error => error.Code))}. "
                + $"Its validators were asked before, as an {nameof(IRegistrationRule)}; see that they answer alike.");
        }

        return result.Succeeded;
    }

    private async ValueTask<AccountRecord> RecordAsync(UserScope<TUser> users, TUser user, CancellationToken cancellationToken)
    {
        var details = await users.DetailsAsync(user, cancellationToken).ConfigureAwait(false);
        var name = user.UserName ?? string.Empty;
        return new AccountRecord
        {
            Subject = user.Id,
            UserName = name,
            NameKey = AccountIdentifiers.NameKey(name),
            NameSkeleton = AccountIdentifiers.NameSkeleton(name),
            Email = user.Email,
            EmailKey = AccountIdentifiers.EmailKey(user.Email),
            IsEmailConfirmed = user.EmailConfirmed,
            Status = user is { LockoutEnabled: true, LockoutEnd: { } end } && end - clock.GetUtcNow() > ForEver ? AccountStatus.Disabled : AccountStatus.Active,
            CreatedAt = details.CreatedAt ?? DateTimeOffset.UnixEpoch,
            PasswordHash = user.PasswordHash ?? string.Empty,
            PasswordVersion = details.PasswordVersion,
            PasswordChangedAt = details.PasswordChangedAt ?? DateTimeOffset.UnixEpoch,
            PasswordHistory = details.PasswordHistory,
            LastSignInAt = details.LastSignInAt,
        };
    }

    private async ValueTask<T> ReadAsync<T>(Func<UserScope<TUser>, ValueTask<T>> read)
    {
        try
        {
            var users = new UserScope<TUser>(scopes);
            await using var scope = users.ConfigureAwait(false);
            return await read(users).ConfigureAwait(false);
        }
        catch (Exception exception) when (UserStoreOutage.IsBehind(exception))
        {
            throw UserStoreOutage.From(exception);
        }
    }

    /// <summary>Reads, decides and writes, again and again until nobody else wrote in between.</summary>
    private async ValueTask<T> UpdateAsync<T>(
        string subject, T absent, Func<UserScope<TUser>, TUser, AccountRecord, ValueTask<(T Result, bool Writes)>> decide, CancellationToken cancellationToken)
    {
        var failures = 0;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var users = new UserScope<TUser>(scopes);
                await using var scope = users.ConfigureAwait(false);
                if (await users.FindAsync(subject).ConfigureAwait(false) is not { } user)
                {
                    return absent;
                }

                var (result, writes) = await decide(users, user, await RecordAsync(users, user, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                if (!writes || IsWritten(await users.Store.UpdateAsync(user, cancellationToken).ConfigureAwait(false)))
                {
                    return result;
                }
            }
            catch (Exception exception) when (UserStoreOutage.IsBehind(exception))
            {
                // Two that add the same row at once: the second finds it at its next look. An outage goes on.
                if (++failures > MaxFailures)
                {
                    throw UserStoreOutage.From(exception);
                }
            }
        }

        throw new StoreUnavailableException(UserStoreOutage.StoreName);
    }

    private static bool IsWritten(IdentityResult result)
    {
        if (!result.Succeeded && result.Errors.Any(error => error.Code != nameof(IdentityErrorDescriber.ConcurrencyFailure)))
        {
            throw new InvalidOperationException($"{UserStoreOutage.StoreName} refused a write: {string.Join(", ", result.Errors.Select(error => error.Code))}.");
        }

        return result.Succeeded;
    }
}
