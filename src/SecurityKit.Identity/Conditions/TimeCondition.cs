using System.Globalization;

namespace SecurityKit.Identity;

/// <summary>
/// <c>time</c>: the local time of <c>zone</c> (IANA name; UTC when not given) is at or after <c>from</c> and before <c>to</c> (HH:mm; a span may
/// run over midnight) on one of <c>days</c> (<c>mon,tue,...</c>; every day when not given). Over midnight, the day on which the span began counts.
/// </summary>
internal sealed class TimeCondition : IConditionType
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] Known = ["from", "to", "zone", "days"];

    public string Name => "time";

    public Func<PermissionContext, bool>? Compile(IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Keys.Except(Known, StringComparer.Ordinal).Any()
            || !TryTime(parameters, "from", out var from) || !TryTime(parameters, "to", out var to) || from == to)
        {
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(parameters.GetValueOrDefault("zone", "UTC"), out var zone)
            || Days(parameters) is not { } days)
        {
            return null;
        }

        return context =>
        {
            var local = TimeZoneInfo.ConvertTime(context.Now, zone);
            var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
            var beganYesterday = from > to && time < to;
            var began = beganYesterday ? local.AddDays(-1).DayOfWeek : local.DayOfWeek;
            return time.IsBetween(from, to) && days.Contains(began);
        };
    }

    private static bool TryTime(IReadOnlyDictionary<string, string> parameters, string name, out TimeOnly time) =>
        TimeOnly.TryParseExact(parameters.GetValueOrDefault(name), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static HashSet<DayOfWeek>? Days(IReadOnlyDictionary<string, string> parameters)
    {
        if (!parameters.TryGetValue("days", out var list))
        {
            return [.. Enum.GetValues<DayOfWeek>()];
        }

        var days = new HashSet<DayOfWeek>();
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var index = Array.IndexOf(DayNames, name);
            if (index < 0)
            {
                return null;
            }

            days.Add((DayOfWeek)index);
        }

        return days;
    }
}
