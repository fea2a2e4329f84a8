namespace SecurityKit.Sessions;

/// <summary>What this package tells over <see cref="IChangeFeed"/>.</summary>
public static class SessionChangeTopics
{
    /// <summary>
    /// A session was ended; the key is its id. Requests need no notice, since each asks the store; connections that stay open
    /// (sockets, streams) are to be closed on it.
    /// </summary>
    public const string Ended = "sessions.ended";

    /// <summary>One access token was revoked while its session lives on; the key is its <c>jti</c>. For connections that were opened with it.</summary>
    public const string TokenRevoked = "sessions.token_revoked";
}
