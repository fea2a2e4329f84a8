using System.Globalization;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// The time that decides, as microseconds since 1970. With PostgreSQL it is the server's, so that nodes whose clocks differ agree;
/// with SQLite all processes share one machine and its clock.
/// </summary>
internal sealed class DatabaseClock(DatabaseChoice choice, TimeProvider clock)
{
    /// <summary>An SQL expression for now, read when a row's lock is held rather than when the statement began.</summary>
    internal string NowSql => choice.Provider == DatabaseProvider.PostgreSql
        ? "(extract(epoch from clock_timestamp()) * 1000000)::bigint"
        : FromTime(clock.GetUtcNow()).ToString(CultureInfo.InvariantCulture);

    internal static long FromTime(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    internal static long FromSpan(TimeSpan span) => Math.Max(1, span.Ticks / TimeSpan.TicksPerMicrosecond);
}
