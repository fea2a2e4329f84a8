using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SecurityKit.Crypto;

/// <summary>
/// A line of a ledger: the MAC as base64url, a space, a JSON object, a line feed. The MAC is over the JSON's bytes as they stand; at the end line it is
/// over the SHA-256 of all bytes before it too. See docs/formats.md.
/// </summary>
internal sealed class ErasureLedgerFormat(IKeyedHasher hasher)
{
    internal const int MaxLineBytes = 1 << 20;

    private const string EntryPurpose = "subjects.ledger";
    private const string EndPurpose = "subjects.ledger.end";
    private const int MacTextLength = 43;

    internal byte[] WriteEntry(LedgerEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, SubjectJson.Default.LedgerEntry);
        return Line(hasher.Index(EntryPurpose, json), json);
    }

    internal byte[] WriteEnd(LedgerEnd end, ReadOnlySpan<byte> hashOfAllBefore)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(end, SubjectJson.Default.LedgerEnd);
        return Line(hasher.Index(EndPurpose, [.. hashOfAllBefore, .. json]), json);
    }

    /// <param name="line">Without its line feed.</param>
    /// <param name="entry">The entry, when the line is an authentic one.</param>
    internal bool TryReadEntry(ReadOnlySpan<byte> line, [NotNullWhen(true)] out LedgerEntry? entry)
    {
        entry = TrySplit(line, out var mac, out var json) && CryptographicOperations.FixedTimeEquals(mac, hasher.Index(EntryPurpose, json))
            ? Parse(json, SubjectJson.Default.LedgerEntry)
            : null;
        return entry is { Format: LedgerEntry.CurrentFormat, Handle.Length: SubjectHandles.HandleLength } && SubjectKeyDocument.IsWhole(entry.Erasure);
    }

    internal bool TryReadEnd(ReadOnlySpan<byte> line, ReadOnlySpan<byte> hashOfAllBefore, [NotNullWhen(true)] out LedgerEnd? end)
    {
        end = TrySplit(line, out var mac, out var json)
            && CryptographicOperations.FixedTimeEquals(mac, hasher.Index(EndPurpose, [.. hashOfAllBefore, .. json]))
            ? Parse(json, SubjectJson.Default.LedgerEnd)
            : null;
        return end is not null;
    }

    private static byte[] Line(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> json)
    {
        var line = new byte[MacTextLength + 1 + json.Length + 1];
        Base64Url.EncodeToUtf8(mac, line);
        line[MacTextLength] = (byte)' ';
        json.CopyTo(line.AsSpan(MacTextLength + 1));
        line[^1] = (byte)'\n';
        return line;
    }

    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> mac, out ReadOnlySpan<byte> json)
    {
        mac = default;
        json = default;
        if (line.Length <= MacTextLength || line[MacTextLength] != (byte)' ' || !Base64Url.IsValid(line[..MacTextLength]))
        {
            return false;
        }

        mac = Base64Url.DecodeFromUtf8(line[..MacTextLength]);
        json = line[(MacTextLength + 1)..];
        return true;
    }

    private static T? Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
