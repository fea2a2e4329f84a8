using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal sealed record LoginMfaSendBody(string ChallengeToken, MfaMethod Method) : IRequestBody<LoginMfaSendBody>
{
    public static LoginMfaSendBody Read(IFieldReader fields) => new(
        fields.Secret("challengeToken", InputLimits.Token),
        MfaMethods.TryParse(fields.Choice("method", "sms", "email"), out var method) ? method : default);

    public override string ToString() => $"LoginMfaSendBody {{ Method = {Method} }}";
}
