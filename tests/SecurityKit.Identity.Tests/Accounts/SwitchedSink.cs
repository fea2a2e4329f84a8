namespace SecurityKit.Identity.Tests;

/// <summary>Acts on events as other packages do: not once its caller has hung up, and not while its store is away.</summary>
internal sealed class SwitchedSink : ISecurityEventSink
{
    private readonly List<SecurityEvent> _seen = [];

    internal bool IsAway { get; set; }

    internal Func<SecurityEvent, ValueTask>? OnEvent { get; set; }

    public SecurityEventStage Stage => SecurityEventStage.React;

    public async ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsAway)
        {
            throw new StoreUnavailableException("sessions");
        }

        _seen.Add(securityEvent);
        await (OnEvent?.Invoke(securityEvent) ?? ValueTask.CompletedTask);
    }

    internal IReadOnlyList<SecurityEvent> Of(string type) => [.. _seen.Where(e => e.Type == type)];
}
