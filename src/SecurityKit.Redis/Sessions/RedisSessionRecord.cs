using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// A session as one string: <c>length ":" bytes</c> for each field in the order of <see cref="RedisSessionScripts"/>, so that to validate is to
/// <c>GET</c>, and scripts change a field without knowing the others.
/// </summary>
internal sealed class RedisSessionRecord
{
    private const char RevokedSeparator = ' ';
    private const int RevokedMarkBytes = 16;

    private readonly string _revoked;

    private RedisSessionRecord(Session session, byte[] tokenHash, string revoked)
    {
        Session = session;
        TokenHash = tokenHash;
        _revoked = revoked;
    }

    internal Session Session { get; }

    internal byte[] TokenHash { get; }

    internal static byte[] Write(SessionDraft draft)
    {
        var session = draft.Session;
        using var bytes = new MemoryStream(512);
        Text(session.Subject);
        Number(Milliseconds(session.CreatedAt));
        Number(Milliseconds(session.LastSeenAt));
        Number(Milliseconds(session.ExpiresAt));
        Number((long)session.IdleTimeout.TotalMilliseconds);
        Text(session.RenewableUntil is { } renewable ? Milliseconds(renewable).ToString(CultureInfo.InvariantCulture) : string.Empty);
        Text(SessionFactors.Format(session.Factors));
        Number((int)session.Level);
        Bytes(draft.TokenHash);
        Text(session.Device.Name);
        Text(session.Device.Fingerprint ?? string.Empty);
        Text(session.Network ?? string.Empty);
        Text(session.KeyThumbprint ?? string.Empty);
        Text(session.RequiresStepUp ? "1" : string.Empty);
        Text(string.Empty);
        Bytes(draft.Refresh?.FamilyHash ?? []);
        Bytes(draft.Refresh?.TokenHash ?? []);
        Text(string.Empty);
        Text(string.Empty);
        Text(string.Empty);
        return bytes.ToArray();

        void Number(long value) => Text(value.ToString(CultureInfo.InvariantCulture));
        void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));
        void Bytes(byte[] value)
        {
            bytes.Write(Encoding.ASCII.GetBytes(value.Length.ToString(CultureInfo.InvariantCulture) + ":"));
            bytes.Write(value);
        }
    }

    /// <summary>Null when the session is not there.</summary>
    /// <exception cref="InvalidDataException">The value was not written by the kit.</exception>
    internal static RedisSessionRecord? Read(SessionId id, byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = value;
        var subject = NextText(ref rest);
        var createdAt = NextTime(ref rest);
        var lastSeenAt = NextTime(ref rest);
        var expiresAt = NextTime(ref rest);
        var idle = NextNumber(ref rest);
        var renewable = Next(ref rest);
        var factors = NextText(ref rest);
        var level = NextNumber(ref rest);
        var tokenHash = Next(ref rest).ToArray();
        var session = new Session
        {
            Id = id,
            Subject = subject,
            CreatedAt = createdAt,
            LastSeenAt = lastSeenAt,
            ExpiresAt = expiresAt,
            IdleTimeout = TimeSpan.FromMilliseconds(idle),
            RenewableUntil = renewable.IsEmpty ? null : TimeOf(renewable),
            Factors = SessionFactors.Parse(factors),
            Level = (AssuranceLevel)level,
            Device = new SessionDevice(NextText(ref rest), NextOptional(ref rest)),
            Network = NextOptional(ref rest),
            KeyThumbprint = NextOptional(ref rest),
            RequiresStepUp = !Next(ref rest).IsEmpty,
        };
        return new RedisSessionRecord(session, tokenHash, NextText(ref rest));
    }

    /// <summary>Reads pairs of id and value from an answer.</summary>
    internal static List<Session> ReadMany(RedisResult[] answer, int start)
    {
        var sessions = new List<Session>();
        for (var i = start; i + 1 < answer.Length; i += 2)
        {
            if (SessionId.TryParse((string?)answer[i], null, out var id) && Read(id, (byte[]?)answer[i + 1]) is { } record)
            {
                sessions.Add(record.Session);
            }
        }

        return sessions;
    }

    /// <summary>What a revoked token is kept as: its id may be any text.</summary>
    internal static string RevokedMark(string tokenId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(tokenId)).AsSpan(0, RevokedMarkBytes));

    internal bool IsRevoked(string tokenId)
    {
        if (_revoked.Length == 0)
        {
            return false;
        }

        var mark = RevokedMark(tokenId) + "@";
        return _revoked.Split(RevokedSeparator).Any(entry => entry.StartsWith(mark, StringComparison.Ordinal));
    }

    internal static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest)
    {
        if (!Utf8Parser.TryParse(rest, out int length, out var digits) || length < 0 || rest.Length - digits - 1 < length || rest[digits] != ':')
        {
            throw new InvalidDataException("A stored session is not of the kit's form.");
        }

        var field = rest.Slice(digits + 1, length);
        rest = rest[(digits + 1 + length)..];
        return field;
    }

    private static string NextText(scoped ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(Next(ref rest));

    private static string? NextOptional(scoped ref ReadOnlySpan<byte> rest) => Next(ref rest) is { IsEmpty: false } field ? Encoding.UTF8.GetString(field) : null;

    private static long NextNumber(scoped ref ReadOnlySpan<byte> rest) => NumberOf(Next(ref rest));

    private static DateTimeOffset NextTime(scoped ref ReadOnlySpan<byte> rest) => TimeOf(Next(ref rest));

    private static DateTimeOffset TimeOf(ReadOnlySpan<byte> field) => DateTimeOffset.FromUnixTimeMilliseconds(NumberOf(field));

    private static long NumberOf(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out long number, out var read) && read == field.Length
        ? number
        : throw new InvalidDataException("A stored session is not of the kit's form.");
}
