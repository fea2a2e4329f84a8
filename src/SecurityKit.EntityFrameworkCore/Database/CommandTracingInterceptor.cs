using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Records a span for each command when it is over. A reader's ends with its first row.</summary>
internal sealed class CommandTracingInterceptor(DatabaseProvider provider) : DbCommandInterceptor
{
    private readonly KeyValuePair<string, object?> _system = new("db.system.name", provider == DatabaseProvider.Sqlite ? "sqlite" : "postgresql");

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Record(eventData, null);
        return result;
    }

    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result)
    {
        Record(eventData, null);
        return result;
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Record(eventData, null);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Record(eventData, null);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Record(eventData, null);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Record(eventData, null);
        return ValueTask.FromResult(result);
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Record(eventData, eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Record(eventData, eventData.Exception);
        return Task.CompletedTask;
    }

    private void Record(CommandEndEventData data, Exception? failure)
    {
        if (DatabaseTracing.Spans.AreOn)
        {
            DatabaseTracing.Spans.Record(
                "securitykit.database", data.StartTime, data.Duration, failure?.GetType().Name,
                _system, new KeyValuePair<string, object?>("securitykit.command", data.CommandSource.ToString()));
        }
    }
}
