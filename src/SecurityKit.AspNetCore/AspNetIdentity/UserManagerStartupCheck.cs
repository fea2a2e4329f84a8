using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.AspNetCore;

/// <summary>Refuses a host whose ASP.NET Core Identity cannot keep what the kit must be able to keep.</summary>
internal sealed class UserManagerStartupCheck<TUser>(IServiceScopeFactory scopes) : IStartupCheck
    where TUser : IdentityUser<string>, new()
{
    private const string Remedy = "Use AddEntityFrameworkStores<TContext>() with an IdentityDbContext, or a store that implements it.";

    public async ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var users = new UserScope<TUser>(scopes);
        await using var scope = users.ConfigureAwait(false);
        var manager = users.Manager;
        (bool IsThere, string What)[] needs =
        [
            (manager.SupportsUserPassword, "passwords (IUserPasswordStore)"), (manager.SupportsUserEmail, "e-mail addresses (IUserEmailStore)"),
            (manager.SupportsUserLockout, "lockouts (IUserLockoutStore), by which disabled accounts stay disabled on the framework's own pages"),
            (manager.SupportsUserLogin, "external logins (IUserLoginStore), which keep names and confirmed addresses apart"),
            (manager.SupportsUserAuthenticationTokens, "user tokens (IUserAuthenticationTokenStore), which keep password versions, history and times"),
            (manager.SupportsQueryableUsers && manager.Users is IAsyncEnumerable<TUser>, "queries that can be awaited (IQueryableUserStore over IAsyncEnumerable)"),
        ];
        var problems = needs.Where(need => !need.IsThere)
            .Select(need => $"The user store of ASP.NET Core Identity, {users.Store.GetType().Name}, does not keep {need.What}. {Remedy}").ToList();
        if (manager.Options.User.RequireUniqueEmail)
        {
            problems.Add(
                "ASP.NET Core Identity's option User.RequireUniqueEmail is set: it would tell at registration which addresses are in use. Leave it off; "
                + "the kit sees to it that only one account can have confirmed an address.");
        }

        return problems;
    }
}
