namespace SecurityKit.Identity;

/// <summary>Writes the mails that carry tokens. A host registers its own for its language and look. Thread-safe.</summary>
public interface IAccountMailComposer
{
    /// <summary>Writes one mail.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="account">
    /// Whom it goes to; <see cref="Account.Email"/> is set. Unless <see cref="Account.IsEmailConfirmed"/>, it may be a stranger's address: leave the user name, which
    /// somebody chose for that stranger to read, out of the mail.
    /// </param>
    /// <param name="token">The token. Nothing else in the process keeps it. Empty for a notice that carries none.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <returns>The mail.</returns>
    OutboundMessage Compose(AccountMailKind kind, Account account, string token, TimeSpan lifetime);
}
