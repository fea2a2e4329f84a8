using System.Buffers.Binary;

namespace SecurityKit.Cli;

/// <summary>
/// Offers a host one older version of TLS and nothing else. The offer is written here byte by byte (RFC 2246, 4346, 5246), because the TLS library of a
/// careful platform no longer makes it. The handshake is not finished: whether the host agrees stands in its first answer.
/// </summary>
internal static class OldTlsProbe
{
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ServerHello = 2;
    private const byte ProtocolVersion = 70;
    private const int HeaderBytes = 5;
    private const int HelloStartBytes = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <param name="target">The host.</param>
    /// <param name="version">The version as it stands in records: 0x0301 for TLS 1.0, 0x0302 for 1.1, 0x0303 for 1.2.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>What the host made of it, and that in words.</returns>
    internal static async ValueTask<(OldTls Answer, string Evidence)> LookAsync(HostTarget target, ushort version, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var stream = await target.ConnectAsync(limit.Token).ConfigureAwait(false);
            await using var scope = stream.ConfigureAwait(false);
            await stream.WriteAsync(ClientHello.Offering(version, target.Api), limit.Token).ConfigureAwait(false);
            var header = new byte[HeaderBytes];
            await stream.ReadExactlyAsync(header, limit.Token).ConfigureAwait(false);
            var length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3));
            var body = new byte[Math.Min(length, header[0] == AlertRecord ? (ushort)2 : (ushort)HelloStartBytes)];
            await stream.ReadExactlyAsync(body, limit.Token).ConfigureAwait(false);
            return Read(header[0], body, version);
        }
        catch (EndOfStreamException)
        {
            return (OldTls.NotShown, "the connection was closed without a TLS alert");
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            return (OldTls.NotShown, "the connection broke");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (OldTls.NotShown, "no answer came");
        }
    }

    private static (OldTls Answer, string Evidence) Read(byte record, byte[] body, ushort version) => (record, body) switch
    {
        (HandshakeRecord, [ServerHello, _, _, _, var major, var minor]) when ((major << 8) | minor) == version => (OldTls.Accepted, "accepted"),
        (AlertRecord, [_, ProtocolVersion]) => (OldTls.Refused, "refused"),
        (AlertRecord, [_, var description]) => (OldTls.NotShown, $"the TLS alert {description} says nothing about the version"),
        _ => (OldTls.NotShown, "the answer is not TLS, or of another version"),
    };
}
