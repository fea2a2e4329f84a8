namespace SecurityKit.Samples.Portal.Mail;

/// <summary>The last messages the portal would have sent, in memory, for developing without a mail server. Thread-safe.</summary>
internal sealed class Outbox(TimeProvider clock)
{
    private const int Capacity = 50;

    private readonly LinkedList<OutboxMessage> _messages = [];
    private readonly Lock _lock = new();

    internal void Add(OutboundMessage message)
    {
        lock (_lock)
        {
            _messages.AddFirst(new OutboxMessage(clock.GetUtcNow(), message));
            if (_messages.Count > Capacity)
            {
                _messages.RemoveLast();
            }
        }
    }

    internal IReadOnlyList<OutboxMessage> Newest()
    {
        lock (_lock)
        {
            return [.. _messages];
        }
    }
}
