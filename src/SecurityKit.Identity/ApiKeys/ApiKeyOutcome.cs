namespace SecurityKit.Identity;

/// <summary>How verifying an API key ended.</summary>
public abstract record ApiKeyOutcome
{
    private protected ApiKeyOutcome()
    {
    }

    /// <summary>It is right, live and used from an allowed place.</summary>
    /// <param name="Key">The key, with its subject and scopes.</param>
    public sealed record Verified(ApiKey Key) : ApiKeyOutcome;

    /// <summary>It is not.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(ApiKeyRefusal Reason) : ApiKeyOutcome;
}
