using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecurityKit;

/// <summary>Resolves the sinks at the first event, since a sink may depend on a manager that itself raises events.</summary>
internal sealed class SecurityEvents(
    IServiceProvider services, TimeProvider clock, IOperationContextAccessor context, ILogger<SecurityEvents> logger) : ISecurityEvents
{
    private readonly Lazy<ISecurityEventSink[]> _sinks =
        new(() => [.. services.GetServices<ISecurityEventSink>().OrderBy(sink => sink.Stage)]);

    public async ValueTask RaiseAsync(SecurityEvent securityEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        var complete = Complete(securityEvent);
        var failures = new Consequences();
        foreach (var sink in _sinks.Value)
        {
            await failures.TryAsync(() => GiveAsync(sink, complete)).ConfigureAwait(false);
        }

        failures.ThrowWhatFailed();
    }

    /// <summary>Not cancelled with the operation: whoever caused an event must not keep it from being recorded and acted upon by hanging up.</summary>
    private async ValueTask GiveAsync(ISecurityEventSink sink, SecurityEvent complete)
    {
        try
        {
            await sink.WriteAsync(complete, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (sink.Stage == SecurityEventStage.Observe)
        {
            CoreLog.ObserverFailed(logger, sink.GetType().Name, complete.Type, exception);
        }
    }

    private SecurityEvent Complete(SecurityEvent securityEvent)
    {
        var now = clock.GetUtcNow();
        var operation = context.Current;
        return securityEvent with
        {
            Id = Guid.CreateVersion7(now),
            Time = now,
            Actor = securityEvent.Actor ?? operation.Actor,
            Source = securityEvent.Source ?? operation.Network,
            CorrelationId = securityEvent.CorrelationId ?? operation.CorrelationId,
        };
    }
}
