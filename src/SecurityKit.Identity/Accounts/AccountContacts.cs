namespace SecurityKit.Identity;

/// <summary>Tells other packages the confirmed address of an account. An address that nobody confirmed may be somebody else's.</summary>
internal sealed class AccountContacts(IAccountStore accounts) : ISubjectContacts
{
    public async ValueTask<string?> GetEmailAsync(string subject, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        return account is { IsEmailConfirmed: true } ? account.Email : null;
    }
}
