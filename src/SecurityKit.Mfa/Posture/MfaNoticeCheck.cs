namespace SecurityKit.Mfa;

/// <summary>Whether people are told when their factors change.</summary>
internal sealed class MfaNoticeCheck(IMessageSender sender, IEnumerable<ISubjectContacts> contacts) : IPostureCheck
{
    public string Id => "mfa.notices";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var canSend = sender.CanSend(MessageChannel.Email);
        var knowsAddresses = contacts.Any();
        var status = (canSend, knowsAddresses) switch
        {
            (true, true) => PostureStatus.Passed,
            (true, false) => PostureStatus.Partial,
            _ => PostureStatus.Failed,
        };
        var advice = (canSend, knowsAddresses) switch
        {
            (true, true) => string.Empty,
            (true, false) => "Register an ISubjectContacts; without one only subjects with an e-mail authenticator are told.",
            _ => "Add SecurityKit.Messaging with AddSmtpSender(...).",
        };
        return ValueTask.FromResult(new PostureFinding(
            Id, "People are told when their factors change", status,
            $"E-mail can{(canSend ? string.Empty : "not")} be sent; addresses of accounts are {(knowsAddresses ? "known" : "not known")}.", advice, Weight: 4));
    }
}
