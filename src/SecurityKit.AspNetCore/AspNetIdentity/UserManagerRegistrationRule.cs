using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// The host's own user validators hold for accounts that the kit registers. What they say of names and addresses in use is passed over: the store decides
/// about names, and addresses in use are never told.
/// </summary>
internal sealed class UserManagerRegistrationRule<TUser>(IServiceScopeFactory scopes) : IRegistrationRule
    where TUser : IdentityUser<string>, new()
{
    private const string NameInput = "userName";
    private const string EmailInput = "email";

    public async ValueTask<IReadOnlyList<InputProblem>> CheckAsync(string userName, string? email, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(userName, email).ConfigureAwait(false);
        }
        catch (Exception exception) when (UserStoreOutage.IsBehind(exception))
        {
            throw UserStoreOutage.From(exception);
        }
    }

    private async ValueTask<IReadOnlyList<InputProblem>> AskAsync(string userName, string? email)
    {
        var users = new UserScope<TUser>(scopes);
        await using var scope = users.ConfigureAwait(false);
        var problems = new List<InputProblem>();
        if (!string.Equals(users.Manager.NormalizeName(userName), users.Manager.NormalizeName(AccountIdentifiers.NameKey(userName)), StringComparison.Ordinal))
        {
            problems.Add(new InputProblem(NameInput, "invalid_characters", "This user name has a letter whose capital and small forms do not belong together."));
        }

        var wished = new TUser { UserName = userName, Email = email };
        foreach (var validator in users.Manager.UserValidators)
        {
            var result = await validator.ValidateAsync(users.Manager, wished).ConfigureAwait(false);
            problems.AddRange(result.Errors
                .Where(error => error.Code is not (nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(IdentityErrorDescriber.DuplicateEmail)))
                .Select(error => new InputProblem(
                    error.Code.Contains("Email", StringComparison.Ordinal) ? EmailInput : NameInput, error.Code, error.Description)));
        }

        return problems;
    }
}
