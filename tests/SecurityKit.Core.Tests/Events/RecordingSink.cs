namespace SecurityKit.Tests;

/// <summary>Writes down what it sees into a list that several sinks share.</summary>
internal sealed class RecordingSink(string name, SecurityEventStage stage, List<(string Sink, SecurityEvent Event)> seen, Exception? failure = null)
    : ISecurityEventSink
{
    public SecurityEventStage Stage => stage;

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        seen.Add((name, securityEvent));
        return failure is null ? ValueTask.CompletedTask : throw failure;
    }
}
