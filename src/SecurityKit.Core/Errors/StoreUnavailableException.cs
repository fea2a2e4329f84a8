namespace SecurityKit;

/// <summary>
/// A store did not answer in time, or cannot be reached. Callers treat it as 'no': nothing is granted, nothing counts as not revoked.
/// </summary>
public sealed class StoreUnavailableException : SecurityKitException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="store">What could not be reached, by kind and never with credentials, such as "Redis".</param>
    /// <param name="innerException">The cause.</param>
    public StoreUnavailableException(string store, Exception? innerException = null)
        : base($"The store '{store}' is not available.", innerException)
    {
        Store = store;
    }

    /// <summary>What could not be reached.</summary>
    public string Store { get; }
}
