namespace SecurityKit.AspNetCore;

/// <summary>The permissions that guard the console's operator pages. A page that its reader may not see is not in the menu either.</summary>
public static class ConsolePermissions
{
    /// <summary>See the list of accounts. Also guards the accounts routes.</summary>
    public const string AccountsRead = AccountEndpoints.Read;

    /// <summary>See how many sessions there are, and whose.</summary>
    public const string SessionsRead = "security.sessions:read";

    /// <summary>End other people's sessions.</summary>
    public const string SessionsManage = "security.sessions:manage";

    /// <summary>See the state of the key rings.</summary>
    public const string KeysRead = "security.keys:read";

    /// <summary>Rotate keys.</summary>
    public const string KeysManage = "security.keys:manage";

    /// <summary>See security events, and the charts of sign-ins made of them. Also guards the events route.</summary>
    public const string EventsRead = EventsEndpoint.Permission;

    /// <summary>See how safely the host is set up. Also guards the status route.</summary>
    public const string PostureRead = StatusEndpoint.Permission;
}
