namespace SecurityKit.AspNetCore;

/// <summary>The sign-in that a passkey completes, and the browser's answer to the prompt.</summary>
internal sealed record PasskeyChallengeAnswerBody(string ChallengeToken, string Credential, bool RememberDevice) : IRequestBody<PasskeyChallengeAnswerBody>
{
    public static PasskeyChallengeAnswerBody Read(IFieldReader fields) =>
        new(fields.Secret("challengeToken", InputLimits.Token), fields.Json("credential", InputLimits.Credential), fields.OptionalFlag("rememberDevice"));

    public override string ToString() => nameof(PasskeyChallengeAnswerBody);
}
