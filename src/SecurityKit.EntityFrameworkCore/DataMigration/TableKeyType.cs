namespace SecurityKit.EntityFrameworkCore;

/// <summary>What names a row.</summary>
public enum TableKeyType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>An integer of up to 64 bits.</summary>
    Number,

    /// <summary>A UUID (PostgreSQL's <c>uuid</c>).</summary>
    Uuid,
}
