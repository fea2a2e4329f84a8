namespace SecurityKit.Mfa;

/// <summary>
/// Keeps trusted devices under the hashes of their tokens. Expired ones are never returned and are dropped in time. Every method is one
/// atomic step. Thread-safe. All methods throw <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface ITrustedDeviceStore
{
    /// <summary>Keeps a device. Expired ones of its subject are dropped.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tokenHash">SHA-256 of its token, 32 bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask AddAsync(TrustedDevice device, byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>Finds a subject's device by its token and notes the use.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The device; null when it is unknown, another subject's, revoked or expired.</returns>
    ValueTask<TrustedDevice?> TryUseAsync(string subject, byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A subject's devices that are not expired, oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The devices.</returns>
    ValueTask<IReadOnlyList<TrustedDevice>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Revokes one device.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveAsync(string subject, string deviceId, CancellationToken cancellationToken);

    /// <summary>Revokes all devices of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken);
}
