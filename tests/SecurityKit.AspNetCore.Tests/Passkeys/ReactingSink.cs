namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>Does something at each event, before whoever raised it goes on.</summary>
internal sealed class ReactingSink(Func<SecurityEvent, ValueTask> react) : ISecurityEventSink
{
    public SecurityEventStage Stage => SecurityEventStage.Record;

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) => react(securityEvent);
}
