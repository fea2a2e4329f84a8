namespace SecurityKit.Identity;

/// <summary>What is told of API keys over <see cref="IChangeFeed"/>.</summary>
public static class ApiKeyChangeTopics
{
    /// <summary>
    /// Keys of a subject were revoked, replaced, taken out of use or removed; the key is the subject. Requests need no notice, since each asks the store;
    /// connections that stay open (sockets, streams) are to be closed whose key is not <see cref="ApiKey.IsUsable"/> any more.
    /// </summary>
    public const string Ended = "identity.api_keys.ended";
}
