using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>Writes what receivers verify with this host's key set. Each attempt gets a fresh token, so that none arrives expired.</summary>
internal static class BackchannelTokens
{
    internal const string LogoutType = "logout+jwt";
    internal const string SecurityEventType = "secevent+jwt";
    internal const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    internal const string SessionRevokedEvent = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    internal static string Write(BackchannelNotice notice, SigningKey key, string issuer, DateTimeOffset now) =>
        notice.Receiver.Protocol == BackchannelProtocol.OpenIdLogout
            ? JwtWriter.Write(key, LogoutType, writer => WriteLogout(writer, notice, issuer, now))
            : JwtWriter.Write(key, SecurityEventType, writer => WriteSessionRevoked(writer, notice, issuer, now));

    private static void WriteLogout(Utf8JsonWriter writer, BackchannelNotice notice, string issuer, DateTimeOffset now)
    {
        WriteCommon(writer, notice, issuer, now);
        writer.WriteNumber(AccessTokenNames.ExpiresAt, (now + Lifetime).ToUnixTimeSeconds());
        writer.WriteString(AccessTokenNames.Subject, notice.Subject);
        writer.WriteString(AccessTokenNames.SessionId, notice.SessionId.ToString());
        writer.WriteStartObject("events");
        writer.WriteStartObject(LogoutEvent);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The session is a complex subject: the session and the user it belonged to (OpenID SSF 1.0, section 3.2).</summary>
    private static void WriteSessionRevoked(Utf8JsonWriter writer, BackchannelNotice notice, string issuer, DateTimeOffset now)
    {
        WriteCommon(writer, notice, issuer, now);
        writer.WriteStartObject("sub_id");
        writer.WriteString("format", "complex");
        writer.WriteStartObject("session");
        writer.WriteString("format", "opaque");
        writer.WriteString("id", notice.SessionId.ToString());
        writer.WriteEndObject();
        writer.WriteStartObject("user");
        writer.WriteString("format", "iss_sub");
        writer.WriteString(AccessTokenNames.Issuer, issuer);
        writer.WriteString(AccessTokenNames.Subject, notice.Subject);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("events");
        writer.WriteStartObject(SessionRevokedEvent);
        writer.WriteNumber("event_timestamp", notice.EndedAt.ToUnixTimeSeconds());
        writer.WriteStartObject("reason_admin");
        writer.WriteString("en", notice.Reason);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter writer, BackchannelNotice notice, string issuer, DateTimeOffset now)
    {
        writer.WriteString(AccessTokenNames.Issuer, issuer);
        writer.WriteString(AccessTokenNames.Audience, notice.Receiver.Audience);
        writer.WriteNumber(AccessTokenNames.IssuedAt, now.ToUnixTimeSeconds());
        writer.WriteString(AccessTokenNames.TokenId, Guid.CreateVersion7(now).ToString("N"));
    }
}
