using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary><c>sessions</c>: who is signed in.</summary>
internal static class SessionsCommand
{
    internal static Command Create(CommonOptions common) => new Command("sessions", "Sessions: list, end and count them.").With(
        SessionsListCommand.Create(common), SessionsRevokeCommand.Create(common), SessionsStatsCommand.Create(common));

    internal static Argument<string> SubjectArgument() => new("subject") { Description = "Whose sessions." };

    internal static async ValueTask<T> WithSessionsAsync<T>(
        Invocation invocation, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken,
        UndeliveredNotices? undelivered = null)
    {
        var configuration = invocation.LoadConfiguration();
        using var host = await ToolHost.StartAsync(
            configuration,
            kit =>
            {
                ToolHost.AddKeys(kit, configuration);
                kit.AddSessions();
                if (undelivered is not null)
                {
                    kit.Services.AddSingleton<ISecurityEventSink>(undelivered);
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (host.Services.GetRequiredService<ISessionStore>() is IVolatileStore)
        {
            throw new SecurityKitConfigurationException(
            [
                "This configuration keeps sessions in each host's memory, where the tool cannot see them. "
                + $"Write {ToolConfiguration.DatabaseConnection} or {ToolConfiguration.RedisConnection}.",
            ]);
        }

        var result = await work(host.Services, cancellationToken).ConfigureAwait(false);

        // Notices to back-channel receivers are on their way until then.
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }
}
