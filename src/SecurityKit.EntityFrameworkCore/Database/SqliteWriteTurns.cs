using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// SQLite has one writer at a time and makes the others wait by blocking their threads, in no order. Within this process writers therefore
/// queue here first, without a thread and in the order in which they came; SQLite's own lock stays what decides, also between processes.
/// </summary>
internal sealed class SqliteWriteTurns : IDbTransactionInterceptor, IDbCommandInterceptor, IDbConnectionInterceptor
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Files = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _turn;
    private readonly TimeSpan _patience;
    private readonly ConcurrentDictionary<Guid, bool> _writers = new();

    internal SqliteWriteTurns(string path, TimeSpan patience)
    {
        _turn = Files.GetOrAdd(path, static _ => new SemaphoreSlim(1, 1));
        _patience = patience;
    }

    /// <summary>Whether somebody has the turn at a file now.</summary>
    internal static bool IsTaken(string path) => Files.TryGetValue(path, out var turn) && turn.CurrentCount == 0;

    public InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        Enter(eventData.ConnectionId);
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        await EnterAsync(eventData.ConnectionId, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Leave(eventData.ConnectionId);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        LeaveAsync(eventData.ConnectionId);

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Leave(eventData.ConnectionId);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        LeaveAsync(eventData.ConnectionId);

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (IsWriteOfItsOwn(command))
        {
            Enter(eventData.ConnectionId);
        }

        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (IsWriteOfItsOwn(command))
        {
            await EnterAsync(eventData.ConnectionId, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        LeaveAfter(command, eventData.ConnectionId);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(NonQueryExecuted(command, eventData, result));

    public InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (IsWriteOfItsOwn(command))
        {
            Enter(eventData.ConnectionId);
        }

        return result;
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (IsWriteOfItsOwn(command))
        {
            await EnterAsync(eventData.ConnectionId, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        LeaveAfter(command, eventData.ConnectionId);
        return result;
    }

    public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => LeaveAfter(command, eventData.ConnectionId);

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command, eventData.ConnectionId);
        return Task.CompletedTask;
    }

    public void CommandCanceled(DbCommand command, CommandEndEventData eventData) => LeaveAfter(command, eventData.ConnectionId);

    public Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command, eventData.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>However a transaction ended, its connection goes back, and with it the turn.</summary>
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Leave(eventData.ConnectionId);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData) => LeaveAsync(eventData.ConnectionId);

    private static bool IsWriteOfItsOwn(DbCommand command) => command.Transaction is null
        && (Begins(command, "INSERT") || Begins(command, "UPDATE") || Begins(command, "DELETE"));

    private static bool Begins(DbCommand command, string word) =>
        command.CommandText.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private void Enter(Guid connection)
    {
        if (!_writers.ContainsKey(connection) && _turn.Wait(_patience))
        {
            _writers[connection] = true;
        }
    }

    /// <summary>Who has waited in vain goes on without a turn: SQLite then says that the database is locked.</summary>
    private async ValueTask EnterAsync(Guid connection, CancellationToken cancellationToken)
    {
        if (!_writers.ContainsKey(connection) && await _turn.WaitAsync(_patience, cancellationToken).ConfigureAwait(false))
        {
            _writers[connection] = true;
        }
    }

    private void LeaveAfter(DbCommand command, Guid connection)
    {
        if (IsWriteOfItsOwn(command))
        {
            Leave(connection);
        }
    }

    private void Leave(Guid connection)
    {
        if (_writers.TryRemove(connection, out _))
        {
            _turn.Release();
        }
    }

    private Task LeaveAsync(Guid connection)
    {
        Leave(connection);
        return Task.CompletedTask;
    }
}
