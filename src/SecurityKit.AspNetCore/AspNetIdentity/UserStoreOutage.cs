using System.Data.Common;

namespace SecurityKit.AspNetCore;

/// <summary>What the host's database refuses is an outage to the kit: nothing is granted, and the answer says 'unavailable'.</summary>
internal static class UserStoreOutage
{
    internal const string StoreName = "ASP.NET Core Identity";

    internal static bool IsBehind(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is DbException or TimeoutException or IOException)
            {
                return true;
            }
        }

        return false;
    }

    internal static StoreUnavailableException From(Exception exception) => new(StoreName, exception);
}
