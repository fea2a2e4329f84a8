using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

internal sealed class PlainAccountMailComposer(IOptionsMonitor<IdentityOptions> options) : IAccountMailComposer
{
    public OutboundMessage Compose(AccountMailKind kind, Account account, string token, TimeSpan lifetime)
    {
        var (purpose, title, what, url) = kind == AccountMailKind.ResetPassword
            ? ("identity.reset", "Set a new password", "set a new password", options.CurrentValue.ResetUrl)
            : ("identity.confirm", "Confirm your e-mail address", "confirm this e-mail address", options.CurrentValue.ConfirmationUrl);
        var use = url is null ? $"Use this token to {what}:\n\n{token}" : $"Open this page to {what}:\n\n{url.Replace("{token}", token, StringComparison.Ordinal)}";
        return new OutboundMessage
        {
            Channel = MessageChannel.Email,
            Destination = account.Email!,
            Purpose = purpose,
            Title = title,
            Body = $"Hello {account.UserName},\n\n{use}\n\nIt works once, within {Describe(lifetime)}. If you did not ask for it, ignore this message; nothing has changed.\n",
        };
    }

    private static string Describe(TimeSpan lifetime) => lifetime switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalDays:0} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalMinutes:0} minutes"),
    };
}
