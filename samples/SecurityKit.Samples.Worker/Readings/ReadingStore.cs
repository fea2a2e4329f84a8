using System.Data.Common;
using System.Globalization;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Worker;

/// <summary>A table of the worker's own whose values are encrypted, each bound to its row.</summary>
internal sealed class ReadingStore(StoreChoice stores, IEncryptor encryptor)
{
    private readonly IEncryptor _encryptor = encryptor.ForPurpose("worker.readings.body");

    internal Task CreateTableAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("CREATE TABLE IF NOT EXISTS readings (id TEXT PRIMARY KEY, at BIGINT NOT NULL, body TEXT NOT NULL)", [], cancellationToken);

    internal Task AddAsync(string id, DateTimeOffset at, string body, CancellationToken cancellationToken) => ExecuteAsync(
        "INSERT INTO readings (id, at, body) VALUES (@id, @at, @body)",
        [("@id", id), ("@at", at.ToUnixTimeMilliseconds()), ("@body", _encryptor.EncryptText(body, id))],
        cancellationToken);

    internal Task<int> RemoveBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM readings WHERE at < @time", [("@time", time.ToUnixTimeMilliseconds())], cancellationToken);

    /// <summary>Decrypts everything there is.</summary>
    internal async Task<int> CountReadableAsync(CancellationToken cancellationToken)
    {
        await using var connection = stores.Connect();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, body FROM readings";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            count += double.TryParse(_encryptor.DecryptText(reader.GetString(1), reader.GetString(0)), CultureInfo.InvariantCulture, out _) ? 1 : 0;
        }

        return count;
    }

    private async Task<int> ExecuteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = stores.Connect();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
