using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Turns a command that timed out or lost its connection into <see cref="StoreUnavailableException"/>.</summary>
internal sealed class CommandOutageInterceptor : DbCommandInterceptor
{
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData)
    {
        if (StoreOutage.From(eventData.Exception) is { } outage)
        {
            throw outage;
        }
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }
}
