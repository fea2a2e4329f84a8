using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Erases the subject of a deleted account, where the host asked for it.</summary>
internal sealed class SubjectErasureSink(ISubjectKeyManager subjects, IOptions<SubjectEncryptionOptions> options) : ISecurityEventSink
{
    internal const string Reason = "account_deleted";

    public SecurityEventStage Stage => SecurityEventStage.React;

    public async ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        var isDue = options.Value.EraseOnAccountDeletion
            && securityEvent is { Type: SecurityEventTypes.AccountDeleted, Outcome: SecurityEventOutcome.Success, Subject.Length: > 0 };
        if (!isDue)
        {
            return;
        }

        try
        {
            await subjects.EraseAsync(securityEvent.Subject!, Reason, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SecurityKitException or IOException)
        {
            throw new SecurityKitException(
                "The subject's key may not be erased, and its account is disabled and not deleted yet. Delete the account again.",
                exception);
        }
    }
}
