namespace SecurityKit.Crypto;

/// <summary>Make a key, or let an announced one take over earlier.</summary>
/// <param name="Promoted">The announced key; null to make one.</param>
/// <param name="ActivatesAt">When it takes over.</param>
/// <param name="Reason">Why, in snake_case.</param>
internal sealed record RotationStep(KeyRecord? Promoted, DateTimeOffset ActivatesAt, string Reason);
