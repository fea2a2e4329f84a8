using System.Globalization;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Counts per step of time as an inline SVG: stacked bars, drawn on the server, coloured by classes of the style sheet. The same figures
/// follow as a table, for readers who do not see the drawing.
/// </summary>
internal static class BarChart
{
    private const int Width = 720;
    private const int Height = 200;
    private const int Left = 36;
    private const int Bottom = 24;
    private const int Top = 8;
    private const int MaxLabels = 8;

    internal static Markup Draw(string id, string title, IReadOnlyList<BarSeries> series, IReadOnlyList<string> steps)
    {
        long[] totals = [.. steps.Select((_, i) => series.Sum(one => one.Values[i]))];
        var ceiling = Ceiling(totals.Length == 0 ? 0 : totals.Max());
        var summary = string.Join(", ", series.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Values.Sum():N0} {one.Name.ToLowerInvariant()}")));
        return Markup.Of($"""
            <figure class="chart">
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-title {id}-desc">
            <title id="{id}-title">{title}</title><desc id="{id}-desc">{summary}</desc>
            {Grid(ceiling)}{Bars(series, steps.Count, ceiling)}{Labels(steps)}
            </svg>
            <figcaption><ul class="legend">{series.Select(one => Markup.Of($"<li><span class=\"key {one.Style}\" aria-hidden=\"true\"></span>{one.Name}: <b>{one.Values.Sum()}</b></li>"))}</ul></figcaption>
            <details><summary>The figures as a table</summary><div class="scroll"><table>
            <thead><tr><th scope="col">From</th>{series.Select(one => Markup.Of($"<th scope=\"col\">{one.Name}</th>"))}</tr></thead>
            <tbody>{steps.Select((step, i) => Markup.Of($"<tr><th scope=\"row\">{step}</th>{series.Select(one => Markup.Of($"<td>{one.Values[i]}</td>"))}</tr>"))}</tbody>
            </table></div></details>
            </figure>
            """);
    }

    /// <summary>The next 1, 2 or 4 times a power of ten, at least 4, so that half of it is a whole number too.</summary>
    internal static long Ceiling(long max)
    {
        long power = 1;
        while (true)
        {
            foreach (var factor in (long[])[1, 2, 4])
            {
                if (factor * power >= Math.Max(max, 4))
                {
                    return factor * power;
                }
            }

            power *= 10;
        }
    }

    private static IEnumerable<Markup> Grid(long ceiling)
    {
        foreach (var share in (double[])[0, 0.5, 1])
        {
            var y = Y(share * ceiling, ceiling);
            yield return Markup.Of($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>");
            var value = (share * ceiling).ToString("0.#", CultureInfo.InvariantCulture);
            yield return Markup.Of($"<text class=\"axis\" x=\"{Left - 6}\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">{value}</text>");
        }
    }

    private static IEnumerable<Markup> Bars(IReadOnlyList<BarSeries> series, int steps, long ceiling)
    {
        var slot = (double)(Width - Left) / Math.Max(steps, 1);
        for (var i = 0; i < steps; i++)
        {
            long below = 0;
            foreach (var one in series)
            {
                if (one.Values[i] == 0)
                {
                    continue;
                }

                var top = below + one.Values[i];
                var height = Number((double)one.Values[i] / ceiling * (Height - Top - Bottom));
                yield return Markup.Of(
                    $"<rect class=\"{one.Style}\" x=\"{Number(Left + (i * slot) + (slot * 0.15))}\" width=\"{Number(slot * 0.7)}\" y=\"{Y(top, ceiling)}\" height=\"{height}\"/>");
                below = top;
            }
        }
    }

    private static IEnumerable<Markup> Labels(IReadOnlyList<string> steps)
    {
        var slot = (double)(Width - Left) / Math.Max(steps.Count, 1);
        var every = Math.Max(1, (int)Math.Ceiling(steps.Count / (double)MaxLabels));
        for (var i = 0; i < steps.Count; i += every)
        {
            yield return Markup.Of($"<text class=\"axis\" x=\"{Number(Left + ((i + 0.5) * slot))}\" y=\"{Height - 6}\" text-anchor=\"middle\">{steps[i]}</text>");
        }
    }

    private static string Y(double value, long ceiling) => Number(Height - Bottom - (value / ceiling * (Height - Top - Bottom)));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
