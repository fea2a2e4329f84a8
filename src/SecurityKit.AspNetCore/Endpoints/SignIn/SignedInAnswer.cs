using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>A session and, for programs, its tokens.</summary>
internal sealed record SignedInAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ExpiresIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TokenType,
    string SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? StepUpRequired)
{
    /// <summary>Present and true when this browser need not show a further factor for a while.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DeviceTrusted { get; init; }

    /// <summary>Until when a further factor must be set up, UTC; absent when none is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? EnrollBy { get; init; }

    internal const string SignedIn = "signedIn";

    private const string Bearer = "Bearer";

    public override string ToString() => $"SignedInAnswer {{ SessionId = {SessionId} }}";

    internal static SignedInAnswer Of(SignInStep.SignedIn done) => Of(done.Session, done.Tokens) with
    {
        DeviceTrusted = done.IsDeviceTrusted ? true : null,
        EnrollBy = done.EnrollBy?.UtcDateTime,
    };

    internal static SignedInAnswer Of(Sessions.Session session, SignInTokens? tokens) => new(
        SignedIn, tokens?.AccessToken, tokens?.RefreshToken, tokens is null ? null : (long)tokens.ExpiresIn.TotalSeconds,
        tokens is null ? null : session.KeyThumbprint is null ? Bearer : AccessTokenReader.ProofScheme, session.Id.ToString(),
        session.RequiresStepUp ? true : null);
}
