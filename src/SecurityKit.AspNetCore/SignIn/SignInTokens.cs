namespace SecurityKit.AspNetCore;

/// <summary>What a program gets to carry its session.</summary>
/// <param name="AccessToken">The access token, for <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">The refresh token; null after a step-up, which keeps the one there is.</param>
/// <param name="ExpiresIn">How long the access token lasts.</param>
public sealed record SignInTokens(string AccessToken, string? RefreshToken, TimeSpan ExpiresIn)
{
    /// <summary>The lifetime only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"SignInTokens {{ ExpiresIn = {ExpiresIn} }}";
}
