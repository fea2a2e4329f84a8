using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Cli;

/// <summary>The first message of a TLS handshake that offers one version before 1.3, with all that hosts of its time knew.</summary>
internal static class ClientHello
{
    private const ushort RecordVersion = 0x0301;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloType = 1;

    private static readonly ushort[] CipherSuites =
    [
        0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0x009E, 0x009F, 0xC023, 0xC027, 0xC009, 0xC013, 0xC00A, 0xC014, 0x0033, 0x0039, 0x009C, 0x009D, 0x003C, 0x003D,
        0x002F, 0x0035, 0x000A, 0x00FF,
    ];

    private static readonly ushort[] Groups = [0x001D, 0x0017, 0x0018, 0x0019];
    private static readonly ushort[] SignatureAlgorithms = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201];

    internal static byte[] Offering(ushort version, Uri host)
    {
        byte[] extensions =
        [
            .. host.HostNameType == UriHostNameType.Dns ? Extension(0x0000, Sized(2, [0, .. Sized(2, Encoding.ASCII.GetBytes(host.IdnHost))])) : [],
            .. Extension(0x000A, Sized(2, Words(Groups))),
            .. Extension(0x000B, Sized(1, [0])),
            .. Extension(0x000D, Sized(2, Words(SignatureAlgorithms))),
            .. Extension(0x0017, []),
        ];
        byte[] hello =
        [
            .. Word(version),
            .. RandomNumberGenerator.GetBytes(32),
            .. Sized(1, []),
            .. Sized(2, Words(CipherSuites)),
            .. Sized(1, [0]),
            .. Sized(2, extensions),
        ];
        return [HandshakeRecord, .. Word(RecordVersion), .. Sized(2, [ClientHelloType, .. Sized(3, hello)])];
    }

    private static byte[] Extension(ushort type, byte[] content) => [.. Word(type), .. Sized(2, content)];

    /// <summary>A length of so many bytes, then the content.</summary>
    private static byte[] Sized(int lengthBytes, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length[^lengthBytes..], .. content];
    }

    private static byte[] Words(ushort[] words) => [.. words.SelectMany(Word)];

    private static byte[] Word(ushort word) => [(byte)(word >> 8), (byte)word];
}
