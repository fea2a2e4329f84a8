namespace SecurityKit;

/// <summary>One state change or refusal that a security reviewer may ask about. Holds no secret, code, token or raw address.</summary>
public sealed record SecurityEvent
{
    /// <summary>Unique and time-ordered (UUID version 7). Set by <see cref="ISecurityEvents"/>.</summary>
    public Guid Id { get; init; }

    /// <summary>When it happened, UTC. Set by <see cref="ISecurityEvents"/>.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What happened: dotted, lower case, package first, such as <c>identity.password.changed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How it ended.</summary>
    public required SecurityEventOutcome Outcome { get; init; }

    /// <summary>How much attention it deserves.</summary>
    public SecurityEventSeverity Severity { get; init; } = SecurityEventSeverity.Informational;

    /// <summary>Whom it concerns; null when nobody is known (a sign-in with an unknown name).</summary>
    public string? Subject { get; init; }

    /// <summary>Who did it; filled from the operation context when null.</summary>
    public string? Actor { get; init; }

    /// <summary>The network it came from, such as <c>203.0.113.0/24</c>; filled from the operation context when null.</summary>
    public string? Source { get; init; }

    /// <summary>Why, as a stable snake_case word such as <c>wrong_password</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Ties the events of one request together; filled from the operation context when null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Further facts: ids, names, counts.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
}
