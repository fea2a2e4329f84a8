namespace SecurityKit.AspNetCore;

/// <summary>One colour of a <see cref="BarChart"/>.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Style">A class of the style sheet.</param>
/// <param name="Values">One count per step.</param>
internal sealed record BarSeries(string Name, string Style, IReadOnlyList<long> Values);
