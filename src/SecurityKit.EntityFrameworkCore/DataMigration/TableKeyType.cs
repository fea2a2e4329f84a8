namespace SecurityKit.EntityFrameworkCore;

/// <summary>What a column of a table's key holds, as the host's program sees it.</summary>
public enum TableKeyType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>An integer of up to 64 bits.</summary>
    Number,

    /// <summary>A UUID: <c>uuid</c> in PostgreSQL, text in SQLite.</summary>
    Uuid,

    /// <summary>A <see cref="System.DateTime"/>: <c>timestamp</c> or <c>timestamptz</c> in PostgreSQL, text in SQLite.</summary>
    DateTime,

    /// <summary>A <see cref="System.DateTimeOffset"/>: <c>timestamptz</c> in PostgreSQL, text in SQLite.</summary>
    DateTimeOffset,

    /// <summary>A <see cref="System.DateOnly"/>: <c>date</c> in PostgreSQL, text in SQLite.</summary>
    DateOnly,
}
