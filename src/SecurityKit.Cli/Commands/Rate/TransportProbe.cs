using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SecurityKit.Cli;

#pragma warning disable CA5359, CA5398 // To see which certificate and version a host offers is what this is for; nothing but the handshake goes over these connections.

/// <summary>Looks at a host's TLS by shaking hands with it.</summary>
internal sealed class TransportProbe(HostTarget target, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortOfExpiry = TimeSpan.FromDays(14);
    private static readonly (string Name, ushort Version)[] Older = [("TLS 1.2", 0x0303), ("TLS 1.1", 0x0302), ("TLS 1.0", 0x0301)];

    internal async ValueTask<IReadOnlyList<PostureFinding>> LookAsync(CancellationToken cancellationToken)
    {
        if (target.Api.Scheme != Uri.UriSchemeHttps)
        {
            return
            [
                Found.Finding("outside.tls.version", "Connections are encrypted with TLS 1.3 and nothing older.", PostureStatus.Failed, "The address is plain http.", "Serve https only.", weight: 10),
                Found.Finding("outside.tls.certificate", "The certificate is trusted and not about to expire.", PostureStatus.Failed, "There is none: plain http.", "Serve https only.", weight: 8),
            ];
        }

        var best = await ShakeHandsAsync(cancellationToken).ConfigureAwait(false);
        var older = new List<(string Name, OldTls Answer, string Evidence)>();
        foreach (var (name, version) in Older)
        {
            var (answer, evidence) = await OldTlsProbe.LookAsync(target, version, cancellationToken).ConfigureAwait(false);
            older.Add((name, answer, evidence));
        }

        return [Version(best.Protocol, older), Certificate(best)];
    }

    /// <summary>A refusal of the old counts only beside a handshake with the new that worked: a host that refuses everything shows nothing.</summary>
    private static PostureFinding Version(SslProtocols protocol, IReadOnlyList<(string Name, OldTls Answer, string Evidence)> older)
    {
        var isNewest = protocol == SslProtocols.Tls13;
        var takesVeryOld = older.Skip(1).Any(offer => offer.Answer == OldTls.Accepted);
        var status = !isNewest || takesVeryOld ? PostureStatus.Failed
            : older.All(offer => offer.Answer == OldTls.Refused) ? PostureStatus.Passed
            : PostureStatus.Partial;
        var told = older.Select(offer => offer.Answer == OldTls.NotShown ? $"{offer.Name} not shown ({offer.Evidence})" : $"{offer.Name} {offer.Evidence}");
        return Found.Finding(
            "outside.tls.version", "Connections are encrypted with TLS 1.3 and nothing older.", status,
            $"{(isNewest ? "TLS 1.3" : protocol.ToString())} was agreed on; {string.Join(", ", told)}.",
            "Call kestrel.UseSecurityKitTransport(): TLS 1.3 only, and older versions are refused with an alert.", weight: 10);
    }

    private PostureFinding Certificate(Handshake handshake)
    {
        var left = handshake.ValidUntil - clock.GetUtcNow();
        var status = handshake.Errors != SslPolicyErrors.None || left <= TimeSpan.Zero ? PostureStatus.Failed
            : left < ShortOfExpiry ? PostureStatus.Partial
            : PostureStatus.Passed;
        return Found.Finding(
            "outside.tls.certificate", "The certificate is trusted and not about to expire.", status,
            string.Create(CultureInfo.InvariantCulture, $"{(handshake.Errors == SslPolicyErrors.None ? "Trusted" : $"Not trusted ({handshake.Errors})")}; {left.TotalDays:0} days left."),
            "Use a certificate of an authority that clients trust, and renew it two weeks ahead.", weight: 8);
    }

    private async ValueTask<Handshake> ShakeHandsAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var errors = SslPolicyErrors.None;
        var stream = new SslStream(await target.ConnectAsync(limit.Token).ConfigureAwait(false));
        await using var scope = stream.ConfigureAwait(false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = target.Api.IdnHost,
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
