namespace SecurityKit.Sessions;

/// <summary>Names in the tokens, once for writing and reading.</summary>
internal static class AccessTokenNames
{
    internal const string AccessTokenType = "at+jwt";
    internal const string Issuer = "iss";
    internal const string Audience = "aud";
    internal const string Subject = "sub";
    internal const string SessionId = "sid";
    internal const string TokenId = "jti";
    internal const string IssuedAt = "iat";
    internal const string NotBefore = "nbf";
    internal const string ExpiresAt = "exp";
    internal const string AuthenticatedAt = "auth_time";
    internal const string Methods = "amr";
    internal const string Level = "acr";
    internal const string Confirmation = "cnf";
    internal const string KeyThumbprint = "jkt";

    private static readonly string[] Levels = ["aal0", "aal1", "aal2", "aal3"];

    internal static string LevelText(AssuranceLevel level) => Levels[(int)level];

    internal static AssuranceLevel? LevelOf(string? text) => Array.IndexOf(Levels, text) is var index and >= 0 ? (AssuranceLevel)index : null;
}
