using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Registers accounts. The name is decided by the store, so that of parallel registrations exactly one wins.</summary>
internal sealed class RegistrationFlow(
    IAccountStore accounts, PasswordPolicy policy, IEnumerable<IRegistrationRule> rules, IPasswordHasher hasher, AccountMails mails, ISecurityEvents events,
    IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
{
    internal async ValueTask<RegistrationOutcome> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        var name = Name(request, problems);
        var (email, emailKey) = Email(request, problems);
        problems.AddRange(await policy.CheckAsync(request.Password, new PasswordContext(name?.Key, emailKey), cancellationToken).ConfigureAwait(false));
        foreach (var rule in problems.Count == 0 ? rules : [])
        {
            problems.AddRange(await rule.CheckAsync(name!.Display, email, cancellationToken).ConfigureAwait(false));
        }

        if (problems.Count > 0)
        {
            await RefuseAsync("invalid_input", cancellationToken).ConfigureAwait(false);
            return new RegistrationOutcome.Refused(problems);
        }

        var now = clock.GetUtcNow();
        var account = new AccountRecord
        {
            Subject = Guid.NewGuid().ToString("N"),
            UserName = name!.Display,
            NameKey = name.Key,
            NameSkeleton = name.Skeleton,
            Email = email,
            EmailKey = emailKey,
            Status = AccountStatus.Active,
            CreatedAt = now,
            PasswordHash = await hasher.HashAsync(PasswordText.Prepare(request.Password), cancellationToken).ConfigureAwait(false),
            PasswordVersion = 1,
            PasswordChangedAt = now,
        };
        if (!await accounts.TryCreateAsync(account, CancellationToken.None).ConfigureAwait(false))
        {
            await RefuseAsync("name_taken", cancellationToken).ConfigureAwait(false);
            return new RegistrationOutcome.NameTaken();
        }

        await events.RaiseAsync(
            new SecurityEvent { Type = IdentityEventTypes.Registered, Outcome = SecurityEventOutcome.Success, Subject = account.Subject },
            cancellationToken).ConfigureAwait(false);
        if (email is not null)
        {
            mails.Enqueue(AccountMailKind.ConfirmEmail, subject: account.Subject);
        }

        return new RegistrationOutcome.Registered(account.ToAccount());
    }

    private NameParts? Name(RegisterRequest request, List<InputProblem> problems)
    {
        if (!UserNames.TryParse(request.UserName, options.CurrentValue.MaxUserNameLength, out var name, out var problem))
        {
            problems.Add(problem);
        }

        return name;
    }

    private (string? Email, string? Key) Email(RegisterRequest request, List<InputProblem> problems)
    {
        if (string.IsNullOrEmpty(request.Email) && !options.CurrentValue.RequireConfirmedEmail)
        {
            return (null, null);
        }

        if (!EmailAddresses.TryParse(request.Email, out var email, out var key, out var problem))
        {
            problems.Add(problem);
        }

        return (email, key);
    }

    private ValueTask RefuseAsync(string reason, CancellationToken cancellationToken) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.RegistrationRefused,
                Outcome = SecurityEventOutcome.Denied,
                Severity = SecurityEventSeverity.Low,
                Reason = reason,
            },
            cancellationToken);
}
