using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

/// <summary>Asks for mails on behalf of the operation in progress.</summary>
internal sealed class AccountMails(AccountMailQueue queue, IMessageSender sender, IOperationContextAccessor context, ILogger<AccountMails> logger)
{
    internal void Enqueue(AccountMailKind kind, string? emailKey = null, string? subject = null, string? address = null)
    {
        if (!sender.CanSend(MessageChannel.Email))
        {
            IdentityLog.NoMailSender(logger, kind);
            return;
        }

        queue.Enqueue(new AccountMailJob(kind, emailKey, subject, context.Current) { Address = address });
    }
}
