using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecurityKit.Messaging;

/// <summary>
/// One conversation with a mail server (RFC 5321): one command, one answer. What a server said before the connection turned to TLS is
/// thrown away afterwards, pending bytes included, so that nothing can be smuggled in (RFC 3207 section 4.2).
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxReplyLines = 100;
    private const int BufferBytes = 4096;
    private const int MaxLineBytes = 2048;

    private readonly TcpClient _client;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    internal bool IsSecured { get; private set; }

    internal static async ValueTask<SmtpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new SmtpConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    internal async ValueTask SecureAsync(string host, X509Certificate2Collection? trustedRoots, CancellationToken cancellationToken)
    {
        if (_start != _end)
        {
            throw new SmtpException("The mail server sent more than its answer before the connection turned to TLS.");
        }

        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trustedRoots is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trustedRoots);
        }

        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secured;
        await secured.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        IsSecured = true;
    }

    /// <summary>Says one command and reads the answer. The command must be one line.</summary>
    internal async ValueTask<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        if (command.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new SmtpException("A command would have held a line break.", isMessageAtFault: true);
        }

        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message's lines, doubles a dot at the beginning of a line, and ends with the line of one dot.</summary>
    internal async ValueTask<SmtpReply> DataAsync(string message, CancellationToken cancellationToken)
    {
        var stuffed = message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(stuffed + ".\r\n"), cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        for (var i = 0; i < MaxReplyLines; i++)
        {
            var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            var isReply = line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, null, out _)
                && (line.Length == 3 || line[3] is ' ' or '-');
            if (!isReply)
            {
                break;
            }

            lines.Add(line.Length > 4 ? line[4..] : string.Empty);
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(int.Parse(line.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), lines);
            }
        }

        throw new SmtpException("The mail server's answer is not one of SMTP.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(128);
        while (line.Count <= MaxLineBytes)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    throw new SmtpException("The mail server ended the connection.");
                }
            }

            var next = _buffer[_start++];
            if (next == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
        }

        throw new SmtpException("A line of the mail server's answer is too long.");
    }
}
