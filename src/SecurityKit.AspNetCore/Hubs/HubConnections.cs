using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore;

/// <summary>The open hub connections of this node, by the credential that opened them. Thread-safe.</summary>
internal sealed class HubConnections<TKey>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, HashSet<HubCallerContext>> _connections = [];

    internal TKey[] Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections.Keys];
            }
        }
    }

    /// <summary>The credentials of which something holds, without a copy of the others.</summary>
    internal TKey[] Where(Func<TKey, bool> holds)
    {
        lock (_gate)
        {
            return [.. _connections.Keys.Where(holds)];
        }
    }

    internal void Add(TKey key, HubCallerContext connection)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(key, out var connections))
            {
                _connections[key] = connections = [];
            }

            connections.Add(connection);
        }
    }

    /// <returns>Whether it was the last connection of its credential.</returns>
    internal bool Remove(TKey key, HubCallerContext connection)
    {
        lock (_gate)
        {
            return _connections.TryGetValue(key, out var connections) && connections.Remove(connection) && connections.Count == 0 && _connections.Remove(key);
        }
    }

    /// <summary>Closes all connections of a credential.</summary>
    internal void Close(TKey key)
    {
        HashSet<HubCallerContext>? connections;
        lock (_gate)
        {
            _connections.Remove(key, out connections);
        }

        foreach (var connection in connections ?? [])
        {
            connection.Abort();
        }
    }
}
