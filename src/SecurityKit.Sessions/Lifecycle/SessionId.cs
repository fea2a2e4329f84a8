using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Sessions;

/// <summary>
/// Names a session without giving access to it: the <c>sid</c> of its tokens. 128 random bits behind a 32-bit partition that follows
/// from the subject, so that a distributed store can keep what belongs to one subject in one place. Text form: 40 lower-case hex digits.
/// </summary>
public readonly record struct SessionId : ISpanParsable<SessionId>
{
    /// <summary>The length of the text form in characters.</summary>
    public const int TextLength = PartitionLength + ValueLength;

    private const int PartitionLength = 8;
    private const int ValueLength = 32;
    private const int ValueBytes = 16;

    private static readonly SearchValues<char> LowerHexDigits = SearchValues.Create("0123456789abcdef");

    private readonly Guid _value;

    private SessionId(uint partition, Guid value)
    {
        PartitionNumber = partition;
        _value = value;
    }

    /// <summary>Where a partitioned store keeps the session: 8 hex digits, the same for all sessions of a subject. Different subjects may share one.</summary>
    public string Partition => PartitionNumber.ToString("x8", CultureInfo.InvariantCulture);

    private uint PartitionNumber { get; }

    /// <summary>Makes an id for a new session.</summary>
    /// <param name="subject">Whose session it will be.</param>
    /// <returns>The id; never made twice.</returns>
    public static SessionId New(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        Span<byte> random = stackalloc byte[ValueBytes];
        RandomNumberGenerator.Fill(random);
        return new SessionId(PartitionNumberOf(subject), new Guid(random));
    }

    /// <summary>The partition of everything that belongs to a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <returns>8 hex digits.</returns>
    public static string PartitionOf(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return PartitionNumberOf(subject).ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="s">40 hex digits.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static SessionId Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static SessionId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A session id has 40 hex digits.");

    /// <summary>Reads the text form.</summary>
    /// <param name="s">Any text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id.</param>
    /// <returns>Whether the text is an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out SessionId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionId result)
    {
        if (s.Length == TextLength
            && !s.ContainsAnyExcept(LowerHexDigits)
            && uint.TryParse(s[..PartitionLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var partition)
            && Guid.TryParseExact(s[PartitionLength..], "N", out var value))
        {
            result = new SessionId(partition, value);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>The text form.</summary>
    /// <returns>40 lower-case hex digits.</returns>
    public override string ToString() => string.Create(TextLength, this, static (text, id) =>
    {
        id.PartitionNumber.TryFormat(text, out _, "x8", CultureInfo.InvariantCulture);
        id._value.TryFormat(text[PartitionLength..], out _, "N");
    });

    private static uint PartitionNumberOf(string subject)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(subject), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
