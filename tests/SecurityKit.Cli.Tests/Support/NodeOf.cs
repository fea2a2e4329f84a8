using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecurityKit.Cli.Tests;

/// <summary>A host that runs beside the tool, with the same configuration and the same stores.</summary>
internal static class NodeOf
{
    internal static async Task<IHost> StartAsync(ToolFolder folder, Action<ISecurityKitBuilder>? configure = null, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonFile(folder.Config);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        var kit = builder.Services.AddSecurityKit().AddCrypto().AddIdentity().AddMfa().AddSessions().UseSqlite(folder.DatabaseConnection);
        configure?.Invoke(kit);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
