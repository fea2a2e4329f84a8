namespace SecurityKit.AspNetCore;

/// <summary>The health report: states and durations, nothing of a failure's cause.</summary>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, HealthEntryAnswer> Entries);
