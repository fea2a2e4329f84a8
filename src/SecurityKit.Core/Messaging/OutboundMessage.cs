namespace SecurityKit;

/// <summary>One message to one person.</summary>
public sealed record OutboundMessage
{
    /// <summary>How it travels.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>Where it goes: an e-mail address or an E.164 number.</summary>
    public required string Destination { get; init; }

    /// <summary>What it is for, as a stable word such as <c>mfa.code</c>; safe to log.</summary>
    public required string Purpose { get; init; }

    /// <summary>The subject line; e-mail only.</summary>
    public string? Title { get; init; }

    /// <summary>The text. May carry a code; never logged.</summary>
    public required string Body { get; init; }

    /// <summary>Makes a repeated delivery harmless where the provider supports it.</summary>
    public string IdempotencyKey { get; init; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Channel and purpose only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"OutboundMessage {{ Channel = {Channel}, Purpose = {Purpose} }}";
}
