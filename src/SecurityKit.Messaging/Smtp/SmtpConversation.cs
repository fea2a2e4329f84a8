using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecurityKit.Messaging;

/// <summary>The order of things: greet, turn to TLS, greet again, sign in, hand over.</summary>
internal sealed class SmtpConversation(SmtpConnection connection, SmtpOptions options)
{
    private HashSet<string> _extensions = [];
    private string _mechanisms = string.Empty;

    internal async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        var roots = LoadRoots();
        if (options.Security == SmtpSecurity.ImplicitTls)
        {
            await connection.SecureAsync(options.Host, roots, cancellationToken).ConfigureAwait(false);
        }

        Expect(await connection.ReadReplyAsync(cancellationToken).ConfigureAwait(false), 220, "greet");
        await GreetAsync(cancellationToken).ConfigureAwait(false);
        if (options.Security == SmtpSecurity.StartTls)
        {
            if (!_extensions.Contains("STARTTLS"))
            {
                throw new SmtpException("The mail server offers no STARTTLS, and nothing is sent in the clear.");
            }

            Expect(await connection.CommandAsync("STARTTLS", cancellationToken).ConfigureAwait(false), 220, "turn to TLS");
            await connection.SecureAsync(options.Host, roots, cancellationToken).ConfigureAwait(false);
            await GreetAsync(cancellationToken).ConfigureAwait(false);
        }

        if (options is { UserName: { } userName, Password: { } password })
        {
            await SignInAsync(userName, password, cancellationToken).ConfigureAwait(false);
        }
    }

    internal async ValueTask SendAsync(MailAddressText from, MailAddressText to, string message, CancellationToken cancellationToken)
    {
        var utf8 = string.Empty;
        if (from.NeedsUtf8 || to.NeedsUtf8)
        {
            if (!_extensions.Contains("SMTPUTF8"))
            {
                throw new SmtpException("The address is not ASCII and the mail server does not know SMTPUTF8.", isMessageAtFault: true);
            }

            utf8 = " SMTPUTF8";
        }

        Expect(await connection.CommandAsync($"MAIL FROM:<{from.Text}>{utf8}", cancellationToken).ConfigureAwait(false), 250, "take the sender");
        Expect(await connection.CommandAsync($"RCPT TO:<{to.Text}>", cancellationToken).ConfigureAwait(false), 250, "take the recipient");
        Expect(await connection.CommandAsync("DATA", cancellationToken).ConfigureAwait(false), 354, "take the message");
        Expect(await connection.DataAsync(message, cancellationToken).ConfigureAwait(false), 250, "accept the message");
    }

    internal async ValueTask EndAsync(CancellationToken cancellationToken) =>
        await connection.CommandAsync("QUIT", cancellationToken).ConfigureAwait(false);

    private static void Expect(SmtpReply reply, int code, string what)
    {
        var isMet = reply.Code == code || (code == 250 && reply.Code == 251);
        if (!isMet)
        {
            throw new SmtpException($"The mail server did not {what}: it answered {reply.Code}.", reply.IsPermanentRefusal);
        }
    }

    private async ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        var reply = await connection.CommandAsync($"EHLO {options.LocalName}", cancellationToken).ConfigureAwait(false);
        Expect(reply, 250, "answer EHLO");
        _extensions = new HashSet<string>(reply.Lines.Select(line => line.Split(' ')[0]), StringComparer.OrdinalIgnoreCase);
        var offer = reply.Lines.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)) ?? string.Empty;
        _mechanisms = $" {offer.ToUpperInvariant()} ";
    }

    private async ValueTask SignInAsync(string userName, string password, CancellationToken cancellationToken)
    {
        if (!connection.IsSecured)
        {
            throw new SmtpException("A password is not sent over a connection without TLS.");
        }

        if (_mechanisms.Contains(" PLAIN ", StringComparison.Ordinal))
        {
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{userName}\0{password}"));
            Expect(await connection.CommandAsync($"AUTH PLAIN {token}", cancellationToken).ConfigureAwait(false), 235, "accept the password");
        }
        else if (_mechanisms.Contains(" LOGIN ", StringComparison.Ordinal))
        {
            Expect(await connection.CommandAsync("AUTH LOGIN", cancellationToken).ConfigureAwait(false), 334, "begin signing in");
            Expect(await connection.CommandAsync(ToBase64(userName), cancellationToken).ConfigureAwait(false), 334, "take the user name");
            Expect(await connection.CommandAsync(ToBase64(password), cancellationToken).ConfigureAwait(false), 235, "accept the password");
        }
        else
        {
            throw new SmtpException("The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }
    }

    private static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private X509Certificate2Collection? LoadRoots()
    {
        if (options.TrustedRootsFile is not { } file)
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots;
    }
}
