using Microsoft.AspNetCore.Identity;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>The kit's password policy in ASP.NET Core Identity: its codes and messages, never the password.</summary>
internal sealed class KitPasswordValidator<TUser>(PasswordPolicy policy) : IPasswordValidator<TUser>
    where TUser : class
{
    public async Task<IdentityResult> ValidateAsync(UserManager<TUser> manager, TUser user, string? password)
    {
        ArgumentNullException.ThrowIfNull(manager);
        var name = await manager.GetUserNameAsync(user).ConfigureAwait(false);
        var email = manager.SupportsUserEmail ? await manager.GetEmailAsync(user).ConfigureAwait(false) : null;

        // Stock hosts use the address as the name: then its domain is no word of the person's.
        var isAddress = name?.Contains('@', StringComparison.Ordinal) == true;
        var context = new PasswordContext(isAddress ? null : name, email ?? (isAddress ? name : null))
        {
            HasSecondFactor = await HasSecondFactorAsync(manager, user).ConfigureAwait(false),
        };
        var problems = await policy.CheckAsync(password, context).ConfigureAwait(false);
        return problems.Count == 0
            ? IdentityResult.Success
            : IdentityResult.Failed([.. problems.Select(problem => new IdentityError { Code = problem.Code, Description = problem.Message })]);
    }

    /// <summary>As the framework's sign-in sees it. A code by e-mail is none: whoever reads the mailbox may reset the password too.</summary>
    private static async Task<bool> HasSecondFactorAsync(UserManager<TUser> manager, TUser user) =>
        manager.SupportsUserTwoFactor && await manager.GetTwoFactorEnabledAsync(user).ConfigureAwait(false)
        && (await manager.GetValidTwoFactorProvidersAsync(user).ConfigureAwait(false)).Any(provider => provider != TokenOptions.DefaultEmailProvider);
}
