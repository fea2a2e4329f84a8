namespace SecurityKit.Crypto;

/// <summary>
/// Hashes and verifies passwords. Thread-safe. Asynchronous because the memory in flight is capped: a call may wait for its turn.
/// </summary>
public interface IPasswordHasher
{
    /// <summary>Hashes with the present algorithm and parameters.</summary>
    /// <param name="password">The password; hashed as UTF-8, as given. The caller bounds its length and normalises it.</param>
    /// <param name="cancellationToken">Cancels waiting and hashing.</param>
    /// <returns>The hash as a PHC string.</returns>
    ValueTask<string> HashAsync(string password, CancellationToken cancellationToken = default);

    /// <summary>Verifies in constant time for a given form of hash.</summary>
    /// <param name="hash">A stored hash in any form the kit reads. A form it does not read does not verify.</param>
    /// <param name="password">The candidate.</param>
    /// <param name="cancellationToken">Cancels waiting and hashing.</param>
    /// <returns>Whether it matches, and whether it should be hashed anew.</returns>
    ValueTask<PasswordVerification> VerifyAsync(string hash, string password, CancellationToken cancellationToken = default);

    /// <summary>Does the work of a verification against no account, so that an unknown name takes as long as a known one.</summary>
    /// <param name="password">The candidate.</param>
    /// <param name="cancellationToken">Cancels waiting and hashing.</param>
    /// <returns>A task that completes after the work.</returns>
    ValueTask VerifyNothingAsync(string password, CancellationToken cancellationToken = default);
}
