namespace SecurityKit.AspNetCore;

/// <summary>One security event.</summary>
internal sealed record EventAnswer(
    Guid Id, DateTime Time, string Type, string Outcome, string Severity, string? Subject, string? Actor, string? Source, string? Reason,
    string? CorrelationId, IReadOnlyDictionary<string, string> Data);
