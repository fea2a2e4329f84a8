using System.Globalization;

namespace SecurityKit.AspNetCore;

/// <summary>Names with counts and a bar each: an inline SVG per row, whose length is the share of the largest.</summary>
internal static class ShareList
{
    internal static Markup Draw(IReadOnlyList<(string Name, long Count)> rows, string whenEmpty)
    {
        if (rows.Count == 0)
        {
            return Markup.Of($"<p class=\"quiet\">{whenEmpty}</p>");
        }

        var most = Math.Max(1, rows.Max(row => row.Count));
        return Markup.Of($"<ul class=\"shares\">{rows.Select(row => Row(row.Name, row.Count, most))}</ul>");
    }

    private static Markup Row(string name, long count, long most)
    {
        var width = (100.0 * count / most).ToString("0.#", CultureInfo.InvariantCulture);
        return Markup.Of($"""
            <li><span class="name">{name}</span><span class="count">{count}</span>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="4" rx="2"/><rect class="good" width="{width}" height="4" rx="2"/></svg></li>
            """);
    }
}
