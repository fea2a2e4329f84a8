using System.Globalization;

namespace SecurityKit.AspNetCore;

/// <summary>Times and spans as people read them. All times are UTC and say so: a server does not know the reader's zone.</summary>
internal static class Moments
{
    internal static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    internal static Markup Of(DateTimeOffset moment)
    {
        var machine = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Markup.Of($"<time datetime=\"{machine}\">{Text(moment)}</time>");
    }

    internal static Markup OrNever(DateTimeOffset? moment) => moment is { } at ? Of(at) : Markup.Of($"never");

    internal static string Span(TimeSpan span)
    {
        var whole = span.Duration();
        return whole switch
        {
            { TotalDays: >= 2 } => Count((long)whole.TotalDays, "day"),
            { TotalHours: >= 2 } => Count((long)whole.TotalHours, "hour"),
            { TotalMinutes: >= 2 } => Count((long)whole.TotalMinutes, "minute"),
            _ => Count((long)whole.TotalSeconds, "second"),
        };
    }

    internal static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? string.Empty : "s")}");
}
