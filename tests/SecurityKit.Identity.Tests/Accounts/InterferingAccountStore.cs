namespace SecurityKit.Identity.Tests;

/// <summary>A store in which something happens right after an address was replaced.</summary>
internal sealed class InterferingAccountStore : IAccountStore
{
    private readonly InMemoryAccountStore _inner = new();

    internal Func<ValueTask>? AfterReplacingAnAddress { get; set; }

    public ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken) => _inner.TryCreateAsync(account, cancellationToken);

    public ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken) => _inner.FindAsync(subject, cancellationToken);

    public ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken) => _inner.FindByNameAsync(nameKey, cancellationToken);

    public ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken) => _inner.FindByEmailAsync(emailKey, cancellationToken);

    public ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken) =>
        _inner.TryReplacePasswordAsync(replacement, cancellationToken);

    public ValueTask<bool> TryRecordSignInAsync(string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken) =>
        _inner.TryRecordSignInAsync(subject, passwordVersion, at, cancellationToken);

    public ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken) =>
        _inner.TrySetStatusAsync(subject, status, cancellationToken);

    public ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken) =>
        _inner.TryConfirmEmailAsync(subject, emailKey, cancellationToken);

    public async ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken)
    {
        var result = await _inner.TryReplaceEmailAsync(replacement, cancellationToken);
        if (AfterReplacingAnAddress is { } interfere)
        {
            AfterReplacingAnAddress = null;
            await interfere();
        }

        return result;
    }

    public ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken) =>
        _inner.ListAsync(afterNameKey, count, cancellationToken);

    public ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken) => _inner.DeleteAsync(subject, cancellationToken);
}
