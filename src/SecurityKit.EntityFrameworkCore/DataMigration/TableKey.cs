using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// The key of a table, one column or several: as SQL, as the id of a row, and as the text that fields are bound to. The id is made of what the database holds, so that
/// it finds the very row again; the bound text is made of what EF Core reads from it.
/// </summary>
internal sealed class TableKey
{
    private readonly string _table;
    private readonly TableKeyColumn[] _columns;
    private readonly string[] _names;

    /// <param name="table">For messages.</param>
    /// <param name="columns">One or more, named by plain identifiers.</param>
    /// <param name="names">The same columns, quoted.</param>
    internal TableKey(string table, IReadOnlyList<TableKeyColumn> columns, IEnumerable<string> names)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException($"The table {table} needs a key: name one column at least.", nameof(columns));
        }

        foreach (var column in columns)
        {
            if (!Enum.IsDefined(column.Type))
            {
                throw new ArgumentException($"The key column {table}.{column.Name} is of no known type.", nameof(columns));
            }
        }

        _table = table;
        _columns = [.. columns];
        _names = [.. names];
        if (_names.Distinct(StringComparer.Ordinal).Count() != _names.Length)
        {
            throw new ArgumentException($"The key of the table {table} names a column twice.", nameof(columns));
        }
    }

    internal int Count => _columns.Length;

    /// <summary>The columns, for SELECT and ORDER BY.</summary>
    internal string Columns => string.Join(", ", _names);

    /// <summary>A comparison of the key with the parameters that <see cref="AddParameters"/> adds.</summary>
    internal string Compared(string comparison)
    {
        var parameters = string.Join(", ", _columns.Select((_, i) => ParameterOf(i)));
        return Count == 1 ? $"{_names[0]} {comparison} {parameters}" : $"({Columns}) {comparison} ({parameters})";
    }

    internal void AddParameters(DbCommand command, string id)
    {
        var isSqlite = command.Connection is SqliteConnection;
        var parts = Split(id);
        for (var i = 0; i < parts.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = ParameterOf(i);
            parameter.Value = ToStored(parts[i], _columns[i].Type, isSqlite, id);
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>The id of the row that is being read; the key is in its first columns.</summary>
    internal string IdOf(DbDataReader row) => Join(row, IdPartOf);

    /// <summary>The text that a field of this row is bound to.</summary>
    internal string BoundTextOf(DbDataReader row) => Join(row, BoundPartOf);

    private static string ParameterOf(int column) => string.Create(CultureInfo.InvariantCulture, $"@key{column}");

    private string Join(DbDataReader row, Func<DbDataReader, int, string> partOf) =>
        EncryptedFields.JoinKey([.. Enumerable.Range(0, Count).Select(i => partOf(row, i))]);

    private string IdPartOf(DbDataReader row, int column) => row.GetValue(column) switch
    {
        DBNull => throw new NotSupportedException($"A row of {_table} has no value in its key column {_columns[column].Name}; it has no id."),
        byte[] => throw new NotSupportedException($"The key column {_table}.{_columns[column].Name} holds bytes; only text, integers, UUIDs and dates name a row."),
        string text => text,
        Guid id => id.ToString(),
        DateTime or DateTimeOffset or DateOnly => _columns[column].Type switch
        {
            TableKeyType.DateTime => row.GetFieldValue<DateTime>(column).ToString("O", CultureInfo.InvariantCulture),
            TableKeyType.DateTimeOffset => row.GetFieldValue<DateTimeOffset>(column).ToString("O", CultureInfo.InvariantCulture),
            TableKeyType.DateOnly => row.GetFieldValue<DateOnly>(column).ToString("O", CultureInfo.InvariantCulture),
            var type => throw new NotSupportedException($"The key column {_table}.{_columns[column].Name} holds dates, not what {type} says."),
        },
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    private string BoundPartOf(DbDataReader row, int column)
    {
        try
        {
            return _columns[column].Type switch
            {
                TableKeyType.Uuid => EncryptedFields.TextOf(row.GetFieldValue<Guid>(column)),
                TableKeyType.DateTime => EncryptedFields.TextOf(row.GetFieldValue<DateTime>(column)),
                TableKeyType.DateTimeOffset => EncryptedFields.TextOf(row.GetFieldValue<DateTimeOffset>(column)),
                TableKeyType.DateOnly => EncryptedFields.TextOf(row.GetFieldValue<DateOnly>(column)),
                _ => IdPartOf(row, column),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException)
        {
            throw new NotSupportedException($"A value of the key column {_table}.{_columns[column].Name} is no {_columns[column].Type}.", exception);
        }
    }

    /// <summary>A part of an id as the database compares it. SQLite keeps UUIDs and dates as text, in whichever spelling their writer chose.</summary>
    private object ToStored(string part, TableKeyType type, bool isSqlite, string id)
    {
        try
        {
            return type switch
            {
                TableKeyType.Number => long.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                _ when isSqlite => part,
                TableKeyType.Uuid => Guid.Parse(part),
                TableKeyType.DateTime => DateTime.ParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                TableKeyType.DateTimeOffset => DateTimeOffset.ParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                TableKeyType.DateOnly => DateOnly.ParseExact(part, "O", CultureInfo.InvariantCulture),
                _ => part,
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw NoId(id, exception);
        }
    }

    private string[] Split(string id)
    {
        if (Count == 1)
        {
            return [id];
        }

        var parts = new string[Count];
        var rest = id.AsSpan();
        for (var i = 0; i < parts.Length; i++)
        {
            var colon = rest.IndexOf(':');
            if (colon < 0
                || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > rest.Length - colon - 1)
            {
                throw NoId(id, null);
            }

            parts[i] = rest.Slice(colon + 1, length).ToString();
            rest = rest[(colon + 1 + length)..];
        }

        return rest.IsEmpty ? parts : throw NoId(id, null);
    }

    private ArgumentException NoId(string id, Exception? cause) =>
        new($"'{id}' names no row of {_table} by its key ({string.Join(", ", _columns.Select(c => $"{c.Name} {c.Type}"))}).", nameof(id), cause);
}
