using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which column a <see cref="TableMigrationSource"/> reads.</summary>
public sealed record TableMigrationOptions
{
    /// <summary>The table, with its schema where needed: <c>app.customers</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The column that names a row: unique, not null, indexed.</summary>
    public required string KeyColumn { get; init; }

    /// <summary>What the key column holds.</summary>
    /// <value>Default: <see cref="TableKeyType.Text"/>.</value>
    public TableKeyType KeyType { get; init; }

    /// <summary>The column with the encrypted values; wide enough for the new ones, about a quarter longer than a Fernet token.</summary>
    public required string ValueColumn { get; init; }

    /// <summary>Whether the value column is text; otherwise it is bytes.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool IsText { get; init; } = true;

    /// <summary>The purpose the values are encrypted for; see <see cref="IEncryptor.ForPurpose"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>What a value is bound to, from the row's key.</summary>
    /// <value>Default: null, which binds table, column and key as <c>table.column:key</c>.</value>
    public Func<string, byte[]>? AssociatedData { get; init; }

    /// <summary>
    /// A column that holds fields: an <see cref="Encrypted{T}"/> property of an entity with a key of one column, or what <see cref="FieldCipher"/> gave, as bytes.
    /// Values are bound to table, column and row as EF Core binds them.
    /// </summary>
    /// <param name="table">The table, with its schema where the entity names one.</param>
    /// <param name="keyColumn">The column of the primary key.</param>
    /// <param name="keyType">What the key column holds. A UUID is <see cref="TableKeyType.Uuid"/> also where SQLite keeps it as text.</param>
    /// <param name="column">The encrypted column.</param>
    /// <returns>The options, for a rewrap.</returns>
    public static TableMigrationOptions ForFields(string table, string keyColumn, TableKeyType keyType, string column) => new()
    {
        Table = table,
        KeyColumn = keyColumn,
        KeyType = keyType,
        ValueColumn = column,
        IsText = false,
        Purpose = FieldCipher.Purpose,
        AssociatedData = id => new FieldPlace(table, column, keyType == TableKeyType.Uuid ? Guid.Parse(id).ToString() : id).ToAssociatedData(),
    };
}
