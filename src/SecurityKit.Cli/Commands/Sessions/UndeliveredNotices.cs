using System.Collections.Concurrent;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary>Keeps which back-channel receivers were not told what the command did.</summary>
internal sealed class UndeliveredNotices : ISecurityEventSink
{
    private readonly ConcurrentQueue<UndeliveredNotice> _notices = new();

    public SecurityEventStage Stage => SecurityEventStage.Observe;

    internal IReadOnlyList<UndeliveredNotice> All => [.. _notices];

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        if (securityEvent.Type == SessionEventTypes.NotDelivered)
        {
            _notices.Enqueue(new UndeliveredNotice(
                securityEvent.Data[SessionEventTypes.AudienceData], securityEvent.Data[SessionEventTypes.SessionData], securityEvent.Reason ?? string.Empty));
        }

        return ValueTask.CompletedTask;
    }
}
