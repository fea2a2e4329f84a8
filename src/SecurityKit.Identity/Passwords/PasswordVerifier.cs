using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Compares what somebody typed with a hash, in the same number of steps whether or not there is one.</summary>
internal sealed class PasswordVerifier(IPasswordHasher hasher)
{
    /// <param name="hash">The hash; null or empty when there is no account, or none that has a password.</param>
    /// <param name="typed">What was typed; must be usable.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async ValueTask<PasswordVerification> VerifyAsync(string? hash, string typed, CancellationToken cancellationToken)
    {
        var prepared = PasswordText.Prepare(typed);
        var result = await CompareAsync(hash, prepared, cancellationToken).ConfigureAwait(false);
        if (result != PasswordVerification.Failed || string.Equals(prepared, typed, StringComparison.Ordinal))
        {
            return result;
        }

        // Hashes from elsewhere were made of what was typed, without preparing it.
        return await CompareAsync(hash, typed, cancellationToken).ConfigureAwait(false) == PasswordVerification.Failed
            ? PasswordVerification.Failed
            : PasswordVerification.VerifiedRehashNeeded;
    }

    private async ValueTask<PasswordVerification> CompareAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(hash))
        {
            return await hasher.VerifyAsync(hash, password, cancellationToken).ConfigureAwait(false);
        }

        await hasher.VerifyNothingAsync(password, cancellationToken).ConfigureAwait(false);
        return PasswordVerification.Failed;
    }
}
