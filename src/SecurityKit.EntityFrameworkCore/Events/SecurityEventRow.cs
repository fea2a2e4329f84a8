namespace SecurityKit.EntityFrameworkCore;

/// <summary>One security event as it is kept.</summary>
internal sealed class SecurityEventRow
{
    public long Sequence { get; set; }

    public required Guid Id { get; set; }

    public required DateTimeOffset Time { get; set; }

    public required string Type { get; set; }

    public required SecurityEventOutcome Outcome { get; set; }

    public required SecurityEventSeverity Severity { get; set; }

    public string? Subject { get; set; }

    public string? Actor { get; set; }

    public string? Source { get; set; }

    public string? Reason { get; set; }

    public string? CorrelationId { get; set; }

    public string? Data { get; set; }
}
