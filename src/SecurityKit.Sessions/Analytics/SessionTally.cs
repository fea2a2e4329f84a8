namespace SecurityKit.Sessions;

/// <summary>What happened to sessions in one hour, as counts by name. There are about thirty names, however many sessions there are.</summary>
/// <param name="Hour">The hour's beginning, UTC.</param>
/// <param name="Counts">The counts, none negative.</param>
public sealed record SessionTally(DateTimeOffset Hour, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>How long tallies are kept.</summary>
    public static TimeSpan Retention => TimeSpan.FromDays(31);

    /// <summary>The hour a moment belongs to.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The hour's beginning, UTC.</returns>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>The hours of a span of time.</summary>
    /// <param name="from">A moment of the first hour.</param>
    /// <param name="to">A moment of the last hour.</param>
    /// <returns>The hours' beginnings, the earliest first.</returns>
    public static IReadOnlyList<DateTimeOffset> Hours(DateTimeOffset from, DateTimeOffset to)
    {
        var hours = new List<DateTimeOffset>();
        for (var hour = HourOf(from); hour <= to; hour += TimeSpan.FromHours(1))
        {
            hours.Add(hour);
        }

        return hours;
    }
}
