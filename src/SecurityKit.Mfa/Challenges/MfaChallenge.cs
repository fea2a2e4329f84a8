namespace SecurityKit.Mfa;

/// <summary>A sign-in that waits for a further factor.</summary>
/// <param name="Token">The opaque bearer value that continues this sign-in, 43 characters; completes it once.</param>
/// <param name="Methods">The methods the subject may use.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record MfaChallenge(string Token, IReadOnlyList<MfaMethod> Methods, DateTimeOffset ExpiresAt)
{
    /// <summary>Methods and expiry; never the token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"MfaChallenge {{ Methods = {string.Join(", ", Methods)}, ExpiresAt = {ExpiresAt:O} }}";
}
