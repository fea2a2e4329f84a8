namespace SecurityKit.Identity;

/// <summary>Writes the mails that carry tokens. A host registers its own for its language and look. Thread-safe.</summary>
public interface IAccountMailComposer
{
    /// <summary>Writes one mail.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="account">Whom it goes to; <see cref="Account.Email"/> is set.</param>
    /// <param name="token">The token. Nothing else in the process keeps it. Empty for a notice that carries none.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <returns>The mail.</returns>
    OutboundMessage Compose(AccountMailKind kind, Account account, string token, TimeSpan lifetime);
}
