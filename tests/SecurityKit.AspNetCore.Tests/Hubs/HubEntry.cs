using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>What a filter of hubs does with somebody who connects.</summary>
internal static class HubEntry
{
    /// <returns>Whether the filter let the connection in, and whether it closed it.</returns>
    internal static async Task<(bool IsIn, bool IsClosed)> TryAsync(IHubFilter filter, ClaimsIdentity identity, Hub hub, IServiceProvider services)
    {
        var connection = new FakeConnection(new ClaimsPrincipal(identity));
        var isIn = false;
        try
        {
            await filter.OnConnectedAsync(
                new HubLifetimeContext(connection, services, hub),
                _ =>
                {
                    isIn = true;
                    return Task.CompletedTask;
                });
        }
        catch (HubException)
        {
            return (isIn, connection.IsAborted);
        }

        return (isIn, connection.IsAborted);
    }
}
