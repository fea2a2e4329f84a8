namespace SecurityKit.AspNetCore;

/// <summary>A further factor is needed before there is a session.</summary>
internal sealed record MfaRequiredAnswer(string Status, string ChallengeToken, IReadOnlyList<string> Methods)
{
    internal const string MfaRequired = "mfaRequired";

    public override string ToString() => nameof(MfaRequiredAnswer);
}
