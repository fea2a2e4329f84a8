using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecurityKit.Testing;

/// <summary>
/// Writes small files in the MaxMind DB format, version 2.0: a binary tree over the bits of addresses, 16 zero bytes, the records, and the metadata
/// behind its mark. Only what tests need of it: no pointers, no shared strings.
/// </summary>
public sealed class GeoTestFile
{
    private const int Empty = -1;
    private const int FirstRecord = -2;
    private const int SeparatorBytes = 16;

    private static int _written;

    private readonly List<int[]> _nodes = [[Empty, Empty]];
    private readonly List<object> _records = [];

    public int RecordBits { get; init; } = 28;

    public int IpVersion { get; init; } = 6;

    public string DatabaseType { get; init; } = "GeoLite2-City";

    public DateTimeOffset BuiltAt { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A record as City files have it.</summary>
    public static Dictionary<string, object> Place(double latitude, double longitude, int? accuracyRadius = 10) => new()
    {
        ["city"] = new Dictionary<string, object> { ["names"] = new Dictionary<string, object> { ["en"] = "Somewhere" } },
        ["location"] = accuracyRadius is { } radius
            ? new Dictionary<string, object> { ["accuracy_radius"] = (ushort)radius, ["latitude"] = latitude, ["longitude"] = longitude }
            : new Dictionary<string, object> { ["latitude"] = latitude, ["longitude"] = longitude },
    };

    /// <summary>A record as files of countries have it: no coordinates.</summary>
    public static Dictionary<string, object> Country(string code) =>
        new() { ["country"] = new Dictionary<string, object> { ["iso_code"] = code, ["is_in_european_union"] = false, ["geoname_id"] = 1u } };

    /// <summary>Puts a record under a network. A later, smaller network cuts a piece out of an earlier one.</summary>
    public GeoTestFile With(string network, object record)
    {
        var parts = network.Split('/');
        var address = IPAddress.Parse(parts[0]);
        var bytes = address.GetAddressBytes();
        var length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (IpVersion == 6 && address.AddressFamily == AddressFamily.InterNetwork)
        {
            // IPv4 has the first 2^32 addresses of the tree.
            bytes = [.. new byte[12], .. bytes];
            length += 96;
        }

        _records.Add(record);
        Insert(bytes, length, FirstRecord - (_records.Count - 1));
        return this;
    }

    public byte[] ToBytes()
    {
        using var data = new MemoryStream();
        var offsets = new List<int>();
        foreach (var record in _records)
        {
            offsets.Add((int)data.Position);
            Write(data, record);
        }

        using var file = new MemoryStream();
        foreach (var node in _nodes)
        {
            file.Write(Node(Value(node[0], offsets), Value(node[1], offsets)));
        }

        file.Write(new byte[SeparatorBytes]);
        data.WriteTo(file);
        file.Write([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = (ulong)BuiltAt.ToUnixTimeSeconds(),
            ["database_type"] = DatabaseType,
            ["description"] = new Dictionary<string, object> { ["en"] = "For tests" },
            ["ip_version"] = (ushort)IpVersion,
            ["languages"] = new object[] { "en" },
            ["node_count"] = (uint)_nodes.Count,
            ["record_size"] = (ushort)RecordBits,
        });
        return file.ToArray();
    }

    /// <summary>Puts the file where another one may be, in one step, as hosts should. Each is written at another time, however fast they follow one another.</summary>
    public string MoveTo(string path)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, ToBytes());
        File.SetLastWriteTimeUtc(beside, BuiltAt.UtcDateTime.AddSeconds(Interlocked.Increment(ref _written)));
        File.Move(beside, path, overwrite: true);
        return path;
    }

    private void Insert(byte[] address, int length, int record)
    {
        var at = 0;
        for (var depth = 0; depth < length - 1; depth++)
        {
            var bit = Bit(address, depth);
            var next = _nodes[at][bit];
            if (next < 0)
            {
                _nodes.Add([next, next]);
                next = _nodes[at][bit] = _nodes.Count - 1;
            }

            at = next;
        }

        _nodes[at][Bit(address, length - 1)] = record;
    }

    private static int Bit(byte[] address, int index) => (address[index / 8] >> (7 - (index % 8))) & 1;

    private uint Value(int child, List<int> offsets) => child switch
    {
        >= 0 => (uint)child,
        Empty => (uint)_nodes.Count,
        _ => (uint)(_nodes.Count + SeparatorBytes + offsets[FirstRecord - child]),
    };

    private byte[] Node(uint left, uint right) => RecordBits switch
    {
        24 => [.. Low(left, 3), .. Low(right, 3)],
        28 => [.. Low(left, 3), (byte)(((left >> 24) << 4) | (right >> 24)), .. Low(right, 3)],
        32 => [.. Low(left, 4), .. Low(right, 4)],
        _ => throw new NotSupportedException($"Records of {RecordBits} bits are not written here."),
    };

    private static byte[] Low(uint value, int bytes)
    {
        var all = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(all, value);
        return all[(4 - bytes)..];
    }

    private static void Write(Stream to, object value)
    {
        switch (value)
        {
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                Control(to, 2, utf8.Length);
                to.Write(utf8);
                break;
            case double number:
                Control(to, 3, 8);
                var wide = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(wide, number);
                to.Write(wide);
                break;
            case float number:
                Control(to, 15, 4);
                var narrow = new byte[4];
                BinaryPrimitives.WriteSingleBigEndian(narrow, number);
                to.Write(narrow);
                break;
            case ushort number:
                Unsigned(to, 5, number);
                break;
            case uint number:
                Unsigned(to, 6, number);
                break;
            case ulong number:
                Unsigned(to, 9, number);
                break;
            case bool flag:
                Control(to, 14, flag ? 1 : 0);
                break;
            case IReadOnlyDictionary<string, object> map:
                Control(to, 7, map.Count);
                foreach (var (key, member) in map)
                {
                    Write(to, key);
                    Write(to, member);
                }

                break;
            case object[] array:
                Control(to, 11, array.Length);
                Array.ForEach(array, element => Write(to, element));
                break;
            default:
                throw new NotSupportedException($"Values of type {value.GetType()} are not written here.");
        }
    }

    private static void Unsigned(Stream to, int type, ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        var significant = bytes.SkipWhile(b => b == 0).ToArray();
        Control(to, type, significant.Length);
        to.Write(significant);
    }

    /// <summary>Three bits of type, or zero and the type less seven in the next byte; five bits of size, of which 29 says that it goes on in a byte.</summary>
    private static void Control(Stream to, int type, int size)
    {
        var isLong = size >= 29;
        to.WriteByte((byte)(((type <= 7 ? type : 0) << 5) | (isLong ? 29 : size)));
        if (type > 7)
        {
            to.WriteByte((byte)(type - 7));
        }

        if (isLong)
        {
            to.WriteByte(checked((byte)(size - 29)));
        }
    }
}
