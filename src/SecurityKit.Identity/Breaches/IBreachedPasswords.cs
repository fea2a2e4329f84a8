namespace SecurityKit.Identity;

/// <summary>Knows passwords from breaches. Thread-safe.</summary>
public interface IBreachedPasswords
{
    /// <summary>Asks about one password.</summary>
    /// <param name="password">The password; implementations never send it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is known.</returns>
    ValueTask<BreachLookup> FindAsync(string password, CancellationToken cancellationToken);
}
