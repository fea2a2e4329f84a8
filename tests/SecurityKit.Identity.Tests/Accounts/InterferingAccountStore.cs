namespace SecurityKit.Identity.Tests;

/// <summary>A store in which something happens right after one of its calls.</summary>
internal sealed class InterferingAccountStore : IAccountStore
{
    private readonly InMemoryAccountStore _inner = new();
    private (string Call, Func<ValueTask> What)? _interference;

    /// <summary>Once, after the next call of this name that changed or found anything.</summary>
    internal void After(string call, Func<ValueTask> interfere) => _interference = (call, interfere);

    internal void After(string call, Action interfere) => After(call, () =>
    {
        interfere();
        return ValueTask.CompletedTask;
    });

    public ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken) =>
        AfterAsync(nameof(TryCreateAsync), _inner.TryCreateAsync(account, cancellationToken), done => done);

    public ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken) =>
        AfterAsync(nameof(FindAsync), _inner.FindAsync(subject, cancellationToken), found => found is not null);

    public ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken) => _inner.FindByNameAsync(nameKey, cancellationToken);

    public ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken) => _inner.FindByEmailAsync(emailKey, cancellationToken);

    public ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken) =>
        AfterAsync(nameof(TryReplacePasswordAsync), _inner.TryReplacePasswordAsync(replacement, cancellationToken), done => done);

    public ValueTask<bool> TryRecordSignInAsync(string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken) =>
        _inner.TryRecordSignInAsync(subject, passwordVersion, at, cancellationToken);

    public ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken) =>
        AfterAsync(nameof(TrySetStatusAsync), _inner.TrySetStatusAsync(subject, status, cancellationToken), done => done);

    public ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken) =>
        AfterAsync(nameof(TryConfirmEmailAsync), _inner.TryConfirmEmailAsync(subject, emailKey, cancellationToken), result => result == EmailConfirmation.Confirmed);

    public ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken) =>
        AfterAsync(nameof(TryReplaceEmailAsync), _inner.TryReplaceEmailAsync(replacement, cancellationToken), _ => true);

    public ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken) =>
        _inner.ListAsync(afterNameKey, count, cancellationToken);

    public ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken) =>
        AfterAsync(nameof(DeleteAsync), _inner.DeleteAsync(subject, cancellationToken), done => done);

    private async ValueTask<T> AfterAsync<T>(string call, ValueTask<T> result, Func<T, bool> counts)
    {
        var answer = await result;
        if (_interference is { } interference && interference.Call == call && counts(answer))
        {
            _interference = null;
            await interference.What();
        }

        return answer;
    }
}
