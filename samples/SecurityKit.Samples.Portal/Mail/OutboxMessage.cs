namespace SecurityKit.Samples.Portal.Mail;

/// <summary>A message and when it was put into the outbox.</summary>
internal sealed record OutboxMessage(DateTimeOffset At, OutboundMessage Message);
