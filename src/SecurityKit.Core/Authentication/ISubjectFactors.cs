namespace SecurityKit;

/// <summary>
/// Whether signing in as a subject takes more than its password, for packages that must know without knowing where authenticators are kept. A host may
/// register several; one that says yes is enough. Where none is registered a password is all there is. Thread-safe.
/// </summary>
public interface ISubjectFactors
{
    /// <summary>Whether a password alone does not sign in as the subject: it has a factor in use that is stronger than e-mail.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it has one now; one that is only demanded, or not confirmed yet, does not count. False for an unknown subject.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows at the moment.</exception>
    ValueTask<bool> HasSecondFactorAsync(string subject, CancellationToken cancellationToken);
}
