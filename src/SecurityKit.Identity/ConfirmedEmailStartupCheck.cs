using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Confirmation that is required and cannot be sent would lock everybody out.</summary>
internal sealed class ConfirmedEmailStartupCheck(IMessageSender sender, IOptionsMonitor<IdentityOptions> options) : IStartupCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> problems = options.CurrentValue.RequireConfirmedEmail && !sender.CanSend(MessageChannel.Email)
            ?
            [
                $"{IdentityOptions.Section}:RequireConfirmedEmail is set and no sender for e-mail is configured. "
                + "Add SecurityKit.Messaging with AddSmtpSender(...), or register an IMessageSender of your own.",
            ]
            : [];
        return ValueTask.FromResult(problems);
    }
}
