using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

internal sealed class PlainAccountMailComposer(IOptionsMonitor<IdentityOptions> options) : IAccountMailComposer
{
    private const string Unasked = "If you did not ask for it, ignore this message; nothing has changed.";

    public OutboundMessage Compose(AccountMailKind kind, Account account, string token, TimeSpan lifetime)
    {
        var settings = options.CurrentValue;
        return kind switch
        {
            AccountMailKind.ResetPassword => Mail(
                "identity.reset", "Set a new password", account, Use(token, settings.ResetUrl, "set a new password"), lifetime, Unasked),
            AccountMailKind.ConfirmEmailChange => Mail(
                "identity.email_change", "Confirm your new e-mail address", account,
                Use(token, settings.EmailChangeUrl, "make this the e-mail address of your account"), lifetime, Unasked),
            AccountMailKind.EmailChanged => Mail(
                "identity.email_changed", "Your e-mail address was changed", account, Changed(token, settings.EmailRevertUrl), lifetime,
                "If it was you, there is nothing to do."),
            _ => Mail(
                "identity.confirm", "Confirm your e-mail address", account, Use(token, settings.ConfirmationUrl, "confirm this e-mail address"), lifetime, Unasked),
        };
    }

    /// <summary>Without the name where the address is not confirmed: a name may read as a link, and a registration would send it to whomever it likes.</summary>
    private static OutboundMessage Mail(string purpose, string title, Account account, string what, TimeSpan lifetime, string otherwise)
    {
        var limit = lifetime > TimeSpan.Zero ? $"It works once, within {Describe(lifetime)}. " : string.Empty;
        return new OutboundMessage
        {
            Channel = MessageChannel.Email,
            Destination = account.Email!,
            Purpose = purpose,
            Title = title,
            Body = $"{(account.IsEmailConfirmed ? $"Hello {account.UserName}," : "Hello,")}\n\n{what}\n\n{limit}{otherwise}\n",
        };
    }

    private static string Changed(string token, string? url)
    {
        const string Fact = "This is no longer the e-mail address of your account: another one was confirmed in its place.";
        return token.Length == 0
            ? $"{Fact} If that was not you, set a new password at once and tell the operator."
            : $"{Fact} If that was not you, take it back. Your password stops working then, all sessions end, and you are sent a mail to set a new one.\n\n{Use(token, url, "take it back")}";
    }

    private static string Use(string token, string? url, string what) => url is null
        ? $"Use this token to {what}:\n\n{token}"
        : $"Open this page to {what}:\n\n{url.Replace("{token}", token, StringComparison.Ordinal)}";

    private static string Describe(TimeSpan lifetime) => lifetime switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalDays:0} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalMinutes:0} minutes"),
    };
}
