using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal sealed record LoginMfaBody(string ChallengeToken, MfaMethod Method, string Code, bool RememberDevice) : IRequestBody<LoginMfaBody>
{
    public static LoginMfaBody Read(IFieldReader fields) => new(
        fields.Secret("challengeToken", InputLimits.Token), MethodField.Read(fields), fields.Secret("code", InputLimits.Code),
        fields.OptionalFlag("rememberDevice"));

    public override string ToString() => $"LoginMfaBody {{ Method = {Method} }}";
}
