using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>The framework's manager and its store for one step. What is set on the store is written when the user is.</summary>
internal sealed class UserScope<TUser> : IAsyncDisposable
    where TUser : IdentityUser<string>, new()
{
    /// <summary>Names the kit's rows among a user's tokens.</summary>
    internal const string Provider = "SecurityKit";

    private const string DetailsToken = "account";

    private readonly AsyncServiceScope _scope;

    internal UserScope(IServiceScopeFactory scopes)
    {
        _scope = scopes.CreateAsyncScope();
        Manager = _scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        Store = _scope.ServiceProvider.GetRequiredService<IUserStore<TUser>>();
    }

    internal UserManager<TUser> Manager { get; }

    internal IUserStore<TUser> Store { get; }

    internal IUserLoginStore<TUser> Logins => (IUserLoginStore<TUser>)Store;

    private IUserAuthenticationTokenStore<TUser> Tokens => (IUserAuthenticationTokenStore<TUser>)Store;

    internal async ValueTask<TUser?> FindAsync(string subject)
    {
        var user = await Manager.FindByIdAsync(subject).ConfigureAwait(false);
        return string.Equals(user?.Id, subject, StringComparison.Ordinal) ? user : null;
    }

    internal async ValueTask<AccountDetails> DetailsAsync(TUser user, CancellationToken cancellationToken) => AccountDetails.Of(
        await Tokens.GetTokenAsync(user, Provider, DetailsToken, cancellationToken).ConfigureAwait(false), user.PasswordHash ?? string.Empty);

    internal Task SetDetailsAsync(TUser user, AccountDetails details, CancellationToken cancellationToken) =>
        Tokens.SetTokenAsync(user, Provider, DetailsToken, details.ToJson(), cancellationToken);

    /// <summary>Reads users without blocking a thread.</summary>
    internal static async ValueTask<List<TUser>> ReadAsync(IQueryable<TUser> users, CancellationToken cancellationToken)
    {
        var found = new List<TUser>();
        await foreach (var user in ((IAsyncEnumerable<TUser>)users).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            found.Add(user);
        }

        return found;
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
