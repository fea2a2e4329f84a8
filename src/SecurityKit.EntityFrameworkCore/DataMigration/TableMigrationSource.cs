using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// One column of one table in SQLite or PostgreSQL, as a source of a <see cref="DataMigrator"/>. A batch is replaced in one transaction, each row
/// only where the column still holds what was read. Rows whose column is NULL are passed over.
/// </summary>
public sealed partial class TableMigrationSource : IMigrationSource
{
    private readonly Func<DbConnection> _connect;
    private readonly TableMigrationOptions _options;
    private readonly string _table;
    private readonly TableKey _key;
    private readonly string _column;
    private readonly Lazy<string> _name;

    /// <summary>Creates a source.</summary>
    /// <param name="connect">Makes a connection to the database; opened and disposed here.</param>
    /// <param name="options">Which column, and what its values are bound to.</param>
    /// <exception cref="ArgumentException">A name is not a plain identifier, or there is no key.</exception>
    public TableMigrationSource(Func<DbConnection> connect, TableMigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(connect);
        ArgumentNullException.ThrowIfNull(options);
        _connect = connect;
        _options = options;
        _table = Quote(options.Table);
        ArgumentNullException.ThrowIfNull(options.Key, nameof(options));
        _key = new TableKey(options.Table, options.Key, options.Key.Select(column => Quote(column.Name)));
        _column = Quote(options.ValueColumn);
        _name = new Lazy<string>(() => $"table {options.Table}.{options.ValueColumn} in {TablePlace.Of(connect, options.Machine)}");
    }

    /// <summary>Table and column with the server and the database, or with the machine and the path of a SQLite file.</summary>
    public string Name => _name.Value;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var condition = after is null ? string.Empty : $" AND {_key.Compared(">")}";
            var command = Command(connection, null, $"SELECT {_key.Columns}, {_column} FROM {_table} WHERE {_column} IS NOT NULL{condition} ORDER BY {_key.Columns} LIMIT @count");
            await using (command.ConfigureAwait(false))
            {
                Add(command, "@count", count);
                if (after is not null)
                {
                    _key.AddParameters(command, after);
                }

                return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = Command(connection, null, $"SELECT {_key.Columns}, {_column} FROM {_table} WHERE {_key.Compared("=")} AND {_column} IS NOT NULL");
            await using (command.ConfigureAwait(false))
            {
                _key.AddParameters(command, id);
                var found = await ReadAsync(command, cancellationToken).ConfigureAwait(false);
                return found.Count == 0 ? null : found[0];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replacements);
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var replaced = new bool[replacements.Count];
                for (var i = 0; i < replaced.Length; i++)
                {
                    replaced[i] = await ReplaceAsync(connection, transaction, replacements[i], cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return replaced;
            }
        }
    }

    private async ValueTask<bool> ReplaceAsync(
        DbConnection connection, DbTransaction transaction, MigrationReplacement replacement, CancellationToken cancellationToken)
    {
        var command = Command(connection, transaction, $"UPDATE {_table} SET {_column} = @new WHERE {_key.Compared("=")} AND {_column} = @old");
        await using (command.ConfigureAwait(false))
        {
            Add(command, "@new", ToValue(replacement.Content));
            _key.AddParameters(command, replacement.Id);
            Add(command, "@old", ToValue(replacement.Expected));
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
        }
    }

    private async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = _connect();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (DbException exception) when (StoreOutage.From(exception) is { } outage)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw outage;
        }
    }

    private async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var items = new List<MigrationItem>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var id = _key.IdOf(reader);
                var content = reader.GetValue(_key.Count) switch
                {
                    byte[] bytes => bytes,
                    string text => Encoding.UTF8.GetBytes(text),
                    var other => throw new NotSupportedException($"The column {_options.Table}.{_options.ValueColumn} holds {other.GetType().Name}; only text and bytes can be migrated."),
                };
                items.Add(new MigrationItem(id, content, _options.Purpose, AssociatedDataOf(reader, id)));
            }
        }

        return items;
    }

    // Names cannot be parameters; only plain identifiers reach these texts.
    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is put together from constants and from names that were checked to be plain identifiers.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = transaction;
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static string Quote(string name) => name is not null && PlainIdentifier().IsMatch(name)
        ? string.Join('.', name.Split('.').Select(part => $"\"{part}\""))
        : throw new ArgumentException("A table or column name has letters, digits and underscores, and a table may have its schema before it.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainIdentifier();

    private byte[] AssociatedDataOf(DbDataReader row, string id) =>
        _options.AreFields ? new FieldPlace(_options.Table, _options.ValueColumn, _key.BoundTextOf(row)).ToAssociatedData()
        : _options.AssociatedData is { } bind ? bind(id)
        : Encoding.UTF8.GetBytes($"{_options.Table}.{_options.ValueColumn}:{id}");

    private object ToValue(ReadOnlyMemory<byte> content) => _options.IsText ? Encoding.UTF8.GetString(content.Span) : content.ToArray();
}
