using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>A session as people know it.</summary>
internal static class SessionWords
{
    internal const string Consequence = "Its access and refresh tokens are refused on every node within a second.";

    internal static string Of(Session session) =>
        $"{session.Device.Name}, {session.Network ?? "unknown network"}, signed in {Moments.Text(session.CreatedAt)}";
}
