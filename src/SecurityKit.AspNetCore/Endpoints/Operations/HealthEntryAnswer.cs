namespace SecurityKit.AspNetCore;

/// <summary>One check's state.</summary>
internal sealed record HealthEntryAnswer(string Status, double DurationMilliseconds);
