using System.Collections.Concurrent;

namespace SecurityKit.Identity.Tests;

/// <summary>A carrier that hangs while its gate is shut, and refuses when told to.</summary>
internal sealed class GatedSender : IMessageSender
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ConcurrentQueue<OutboundMessage> Sent { get; } = new();

    /// <summary>Completes when the first message has come.</summary>
    internal Task Entered => _entered.Task;

    internal bool Fails { get; set; }

    internal void Open() => _gate.TrySetResult();

    public bool CanSend(MessageChannel channel) => channel == MessageChannel.Email;

    public async ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        _entered.TrySetResult();
        await _gate.Task.WaitAsync(cancellationToken);
        if (Fails)
        {
            throw new MessageNotSentException("The carrier refused it.");
        }

        Sent.Enqueue(message);
    }
}
