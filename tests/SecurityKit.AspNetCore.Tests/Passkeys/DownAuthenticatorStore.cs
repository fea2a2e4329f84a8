using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>A store of authenticators that cannot be reached.</summary>
internal sealed class DownAuthenticatorStore : IAuthenticatorStore
{
    public ValueTask<SubjectAuthenticators> GetAsync(string subject, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryAddAsync(
        Authenticator authenticator, int maxPerSubject, DateTimeOffset stalePendingBefore, CancellationToken cancellationToken) => throw Down();

    public ValueTask<AuthenticatorActivation> TryActivateAsync(
        string subject, string authenticatorId, long step, DateTimeOffset at, IReadOnlyList<byte[]> recoveryCodeHashes,
        CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryAdvanceStepAsync(string authenticatorId, long step, DateTimeOffset at, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryTouchAsync(string authenticatorId, DateTimeOffset at, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryRenameAsync(string subject, string authenticatorId, string name, CancellationToken cancellationToken) => throw Down();

    public ValueTask<AuthenticatorRemoval> RemoveAsync(
        string subject, string authenticatorId, bool keepLast, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> RemoveAllAsync(string subject, bool forgetRequirement, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryReplaceRecoveryCodesAsync(string subject, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TrySpendRecoveryCodeAsync(string subject, byte[] hash, CancellationToken cancellationToken) => throw Down();

    public ValueTask<DateTimeOffset> NoteRequiredAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) => throw Down();

    private static StoreUnavailableException Down() => new("authenticators");
}
