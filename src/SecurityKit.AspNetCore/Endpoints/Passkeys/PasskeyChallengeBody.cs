namespace SecurityKit.AspNetCore;

/// <summary>The sign-in that a passkey is to complete.</summary>
internal sealed record PasskeyChallengeBody(string ChallengeToken) : IRequestBody<PasskeyChallengeBody>
{
    public static PasskeyChallengeBody Read(IFieldReader fields) => new(fields.Secret("challengeToken", InputLimits.Token));

    public override string ToString() => nameof(PasskeyChallengeBody);
}
