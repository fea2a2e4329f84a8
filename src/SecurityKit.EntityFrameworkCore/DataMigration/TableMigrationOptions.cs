using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which column a <see cref="TableMigrationSource"/> reads.</summary>
public sealed record TableMigrationOptions
{
    /// <summary>The table, with its schema where needed: <c>app.customers</c>.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// The columns that name a row, together unique, not null and indexed: most often the primary key. For fields in the order in which the entity's key has them; otherwise best in
    /// that of the index.
    /// </summary>
    public required IReadOnlyList<TableKeyColumn> Key { get; init; }

    /// <summary>The column with the encrypted values; wide enough for the new ones, about a quarter longer than a Fernet token.</summary>
    public required string ValueColumn { get; init; }

    /// <summary>Whether the value column is text; otherwise it is bytes.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool IsText { get; init; } = true;

    /// <summary>The purpose the values are encrypted for; see <see cref="IEncryptor.ForPurpose"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>
    /// What a value is bound to, from the row's id: what its key column holds, or, for a key of several columns, what they hold, each behind its length in UTF-16 units and a colon
    /// (<c>3:abc2:42</c>).
    /// </summary>
    /// <value>Default: null, which binds table, column and id as <c>table.column:id</c>.</value>
    public Func<string, byte[]>? AssociatedData { get; init; }

    /// <summary>The machine that a SQLite database is on, part of the source's name. PostgreSQL is named by its own address.</summary>
    /// <value>Default: <see cref="Environment.MachineName"/>. Say it where that changes at every start, as in containers.</value>
    public string Machine { get; init; } = Environment.MachineName;

    /// <summary>Whether values are bound as <see cref="FieldPlace"/> says, by the key as EF Core reads it.</summary>
    internal bool AreFields { get; init; }

    /// <summary>
    /// A column that holds fields: an <see cref="Encrypted{T}"/> property of an entity, or what <see cref="FieldCipher"/> gave, as bytes.
    /// Values are bound to table, column and row as EF Core binds them.
    /// </summary>
    /// <param name="table">The table, with its schema where the entity names one.</param>
    /// <param name="column">The encrypted column.</param>
    /// <param name="key">The columns of the entity's key, in its order, with the types of its properties.</param>
    /// <returns>The options, for a rewrap.</returns>
    public static TableMigrationOptions ForFields(string table, string column, params IReadOnlyList<TableKeyColumn> key) => new()
    {
        Table = table,
        Key = key,
        ValueColumn = column,
        IsText = false,
        Purpose = FieldCipher.Purpose,
        AreFields = true,
    };
}
