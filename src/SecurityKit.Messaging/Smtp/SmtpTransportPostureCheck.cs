using Microsoft.Extensions.Options;

namespace SecurityKit.Messaging;

/// <summary>Do codes and notices travel encrypted to the mail server?</summary>
internal sealed class SmtpTransportPostureCheck(IOptionsMonitor<SmtpOptions> options) : IPostureCheck
{
    private const int Weight = 5;

    public string Id => "messaging.smtp.transport";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var security = options.CurrentValue.Security;
        var isEncrypted = security is SmtpSecurity.StartTls or SmtpSecurity.ImplicitTls;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Mail is handed over encrypted, to a verified server.",
            isEncrypted ? PostureStatus.Passed : PostureStatus.Failed,
            $"The connection's security is {security}.",
            isEncrypted ? string.Empty : $"Set {SmtpOptions.Section}:Security to StartTls or ImplicitTls.",
            Weight));
    }
}
