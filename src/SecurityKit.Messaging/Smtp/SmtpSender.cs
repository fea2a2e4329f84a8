using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Messaging;

/// <summary>
/// Sends e-mail over SMTP, one connection a message. An own, small client: <c>System.Net.Mail.SmtpClient</c> ignores its time-out when
/// awaited, knows no implicit TLS, no private roots, and no SMTP AUTH that strict servers take.
/// </summary>
internal sealed class SmtpSender(IOptionsMonitor<SmtpOptions> options, TimeProvider clock, ILogger<SmtpSender> logger) : IChannelSender
{
    private readonly CarrierBreaker _breaker = new(clock);

    public MessageChannel Channel => MessageChannel.Email;

    public async ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var current = options.CurrentValue;
        if (!MailAddressText.TryParse(message.Destination, out var to))
        {
            throw new MessageNotSentException("The destination is not an e-mail address that can be written in an SMTP command.");
        }

        _breaker.Enter("mail server");
        using var limit = new CancellationTokenSource(current.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await SendAsync(message, to, current, linked.Token).ConfigureAwait(false);
            _breaker.Succeeded();
            MessagingLog.Sent(logger, Channel, message.Purpose);
        }
        catch (SmtpException exception)
        {
            Count(exception.IsMessageAtFault);
            throw new MessageNotSentException(exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            Count(isMessageAtFault: false);
            throw new MessageNotSentException($"The mail server did not answer within {current.Timeout}.", exception);
        }
        catch (AuthenticationException exception)
        {
            Count(isMessageAtFault: false);
            throw new MessageNotSentException("The mail server's certificate is not trusted, or it has no protocol in common.", exception);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            Count(isMessageAtFault: false);
            throw new MessageNotSentException("The mail server cannot be reached, or ended the connection.", exception);
        }
    }

    private async ValueTask SendAsync(OutboundMessage message, MailAddressText to, SmtpOptions current, CancellationToken cancellationToken)
    {
        _ = MailAddressText.TryParse(current.From, out var from);
        var connection = await SmtpConnection.OpenAsync(current.Host, current.Port, cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var conversation = new SmtpConversation(connection, current);
        await conversation.BeginAsync(cancellationToken).ConfigureAwait(false);
        var text = MimeText.Write(message, from, current.FromName, to, clock.GetUtcNow());
        await conversation.SendAsync(from, to, text, cancellationToken).ConfigureAwait(false);
        try
        {
            await conversation.EndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SmtpException or OperationCanceledException)
        {
            // The message is accepted; how the farewell goes is of no interest.
        }
    }

    private void Count(bool isMessageAtFault)
    {
        if (isMessageAtFault)
        {
            _breaker.Succeeded();
        }
        else
        {
            _breaker.Failed();
        }
    }
}
