using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// What only one account may have, and the framework's tables do not make unique: what a name looks like, and a confirmed address. It is kept as one of
/// the user's external logins, whose key is unique, under providers through which nobody signs in.
/// </summary>
internal sealed class UserClaims<TUser>(UserScope<TUser> users)
    where TUser : IdentityUser<string>, new()
{
    private const string NameProvider = UserScope<TUser>.Provider + ".Name";
    private const string EmailProvider = UserScope<TUser>.Provider + ".Email";
    private const string PunycodePrefix = "xn--";
    private static readonly IdnMapping Idn = new();

    internal Task AddNameAsync(TUser user, string skeleton, CancellationToken cancellationToken) => AddAsync(user, NameProvider, skeleton, cancellationToken);

    internal Task AddEmailAsync(TUser user, string emailKey, CancellationToken cancellationToken) => AddAsync(user, EmailProvider, emailKey, cancellationToken);

    internal async ValueTask<bool> IsNameTakenAsync(string skeleton, CancellationToken cancellationToken) =>
        await users.Logins.FindByLoginAsync(NameProvider, Digest(skeleton), cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Whether another account has confirmed the address, through the kit or on the framework's own pages.</summary>
    internal async ValueTask<bool> IsConfirmedByAnotherAsync(string subject, string emailKey, CancellationToken cancellationToken)
    {
        var forms = FormsOf(emailKey);
        var others = users.Manager.Users.Where(user => user.EmailConfirmed && user.Id != subject && forms.Contains(user.NormalizedEmail));
        return (await UserScope<TUser>.ReadAsync(others, cancellationToken).ConfigureAwait(false)).Exists(user => IsOf(user, emailKey));
    }

    /// <summary>
    /// Makes an address that no other account has confirmed the user's, to be written with the user, whose own changes come after this. A claim whose owner
    /// has another address by now is taken from it first.
    /// </summary>
    internal async ValueTask MoveEmailAsync(TUser user, string? before, string emailKey, CancellationToken cancellationToken)
    {
        var owner = await users.Logins.FindByLoginAsync(EmailProvider, Digest(emailKey), cancellationToken).ConfigureAwait(false);
        var isOwn = string.Equals(owner?.Id, user.Id, StringComparison.Ordinal);
        if (owner is not null && !isOwn)
        {
            await users.Logins.RemoveLoginAsync(owner, EmailProvider, Digest(emailKey), cancellationToken).ConfigureAwait(false);
            await users.Store.UpdateAsync(owner, cancellationToken).ConfigureAwait(false);
        }

        if (before is not null && !string.Equals(before, emailKey, StringComparison.Ordinal))
        {
            await users.Logins.RemoveLoginAsync(user, EmailProvider, Digest(before), cancellationToken).ConfigureAwait(false);
        }

        if (!isOwn)
        {
            await AddEmailAsync(user, emailKey, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How the framework may have normalised an address: the kit keeps domains in ASCII, others as they were typed.</summary>
    internal List<string?> FormsOf(string emailKey)
    {
        var form = users.Manager.NormalizeEmail(emailKey);
        var at = emailKey.LastIndexOf('@') + 1;
        return emailKey.AsSpan(at).Contains(PunycodePrefix, StringComparison.Ordinal)
            ? [form, users.Manager.NormalizeEmail(emailKey[..at] + Idn.GetUnicode(emailKey, at))]
            : [form];
    }

    internal static bool IsOf(TUser user, string emailKey) => string.Equals(AccountIdentifiers.EmailKey(user.Email), emailKey, StringComparison.Ordinal);

    private Task AddAsync(TUser user, string provider, string value, CancellationToken cancellationToken) =>
        users.Logins.AddLoginAsync(user, new UserLoginInfo(provider, Digest(value), UserScope<TUser>.Provider), cancellationToken);

    private static string Digest(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
