using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>A session and, for programs, its tokens.</summary>
internal sealed record SignedInAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ExpiresIn,
    string SessionId)
{
    internal const string SignedIn = "signedIn";

    public override string ToString() => $"SignedInAnswer {{ SessionId = {SessionId} }}";

    internal static SignedInAnswer Of(Sessions.Session session, SignInTokens? tokens) => new(
        SignedIn, tokens?.AccessToken, tokens?.RefreshToken, tokens is null ? null : (long)tokens.ExpiresIn.TotalSeconds, session.Id.ToString());
}
