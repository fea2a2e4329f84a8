using Microsoft.EntityFrameworkCore.Metadata;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// What a part of a key will be when it is read again. A field is bound to that, since a database forgets parts of a date: SQLite whether it is UTC, PostgreSQL what is
/// below a microsecond. Bound to the value in memory, the field would decrypt in no other context than the one that saved it.
/// </summary>
internal static class KeyAsStored
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    private const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    // PostgreSQL counts microseconds from the beginning of the year 2000, and its client cuts off towards that.
    private static readonly long Origin = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    internal static object? Of(IProperty property, object? value, string? provider)
    {
        if (value is null)
        {
            return null;
        }

        var converter = property.FindTypeMapping()?.Converter ?? property.GetValueConverter();
        var stored = converter is null ? value : converter.ConvertToProvider(value);
        object? read = (stored, provider) switch
        {
            (DateTime time, Sqlite) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
            (DateTime time, PostgreSql) => new DateTime(ToMicroseconds(time.Ticks), time.Kind == DateTimeKind.Utc ? DateTimeKind.Utc : DateTimeKind.Unspecified),
            (DateTimeOffset time, PostgreSql) => new DateTimeOffset(ToMicroseconds(time.UtcTicks), TimeSpan.Zero),
            _ => null,
        };
        return read is null ? value : converter is null ? read : converter.ConvertFromProvider(read);
    }

    private static long ToMicroseconds(long ticks) => Origin + ((ticks - Origin) / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
}
