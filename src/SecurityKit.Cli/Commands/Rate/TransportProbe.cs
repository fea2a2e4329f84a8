using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SecurityKit.Cli;

#pragma warning disable CA5359, CA5398 // To see which versions and certificates a host offers is what this is for; nothing but the handshake goes over these connections.

/// <summary>Looks at a host's TLS by shaking hands with it.</summary>
internal sealed class TransportProbe(Uri address, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortOfExpiry = TimeSpan.FromDays(14);

    internal async ValueTask<IReadOnlyList<PostureFinding>> LookAsync(CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return
            [
                Finding("outside.tls.version", "Connections are encrypted with TLS 1.3.", PostureStatus.Failed, "The address is plain http.", "Serve https only.", weight: 10),
                Finding("outside.tls.certificate", "The certificate is trusted and not about to expire.", PostureStatus.Failed, "There is none: plain http.", "Serve https only.", weight: 8),
            ];
        }

        var best = await ShakeHandsAsync(SslProtocols.None, cancellationToken).ConfigureAwait(false);
        var older = await AcceptsOlderAsync(cancellationToken).ConfigureAwait(false);
        return [Version(best.Protocol, older), Certificate(best)];
    }

    private static PostureFinding Version(SslProtocols protocol, bool acceptsOlder)
    {
        var isNewest = protocol == SslProtocols.Tls13;
        var status = isNewest && !acceptsOlder ? PostureStatus.Passed : isNewest ? PostureStatus.Partial : PostureStatus.Failed;
        return Finding(
            "outside.tls.version", "Connections are encrypted with TLS 1.3 and nothing older.", status,
            $"{protocol} was agreed on; TLS 1.2 is {(acceptsOlder ? "accepted" : "refused")}.", "Call kestrel.UseSecurityKitTransport(): TLS 1.3 only.", weight: 10);
    }

    private PostureFinding Certificate(Handshake handshake)
    {
        var left = handshake.ValidUntil - clock.GetUtcNow();
        var status = handshake.Errors != SslPolicyErrors.None || left <= TimeSpan.Zero ? PostureStatus.Failed
            : left < ShortOfExpiry ? PostureStatus.Partial
            : PostureStatus.Passed;
        return Finding(
            "outside.tls.certificate", "The certificate is trusted and not about to expire.", status,
            string.Create(CultureInfo.InvariantCulture, $"{(handshake.Errors == SslPolicyErrors.None ? "Trusted" : $"Not trusted ({handshake.Errors})")}; {left.TotalDays:0} days left."),
            "Use a certificate of an authority that clients trust, and renew it two weeks ahead.", weight: 8);
    }

    private static PostureFinding Finding(string id, string title, PostureStatus status, string evidence, string advice, int weight) =>
        new(id, title, status, evidence, status == PostureStatus.Passed ? string.Empty : advice, weight);

    private async ValueTask<bool> AcceptsOlderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ShakeHandsAsync(SslProtocols.Tls12, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private async ValueTask<Handshake> ShakeHandsAsync(SslProtocols protocols, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token).ConfigureAwait(false);
        var errors = SslPolicyErrors.None;
        var stream = new SslStream(client.GetStream());
        await using var scope = stream.ConfigureAwait(false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                EnabledSslProtocols = protocols,
                RemoteCertificateValidationCallback = (_, _, _, found) =>
                {
                    errors = found;
                    return true;
                },
            },
            limit.Token).ConfigureAwait(false);
        using var certificate = new X509Certificate2(stream.RemoteCertificate!);
        return new Handshake(stream.SslProtocol, errors, certificate.NotAfter.ToUniversalTime());
    }

    private readonly record struct Handshake(SslProtocols Protocol, SslPolicyErrors Errors, DateTimeOffset ValidUntil);
}
