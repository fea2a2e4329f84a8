using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal sealed record StepUpBody(MfaMethod Method, string Code) : IRequestBody<StepUpBody>
{
    public static StepUpBody Read(IFieldReader fields) => new(MethodField.Read(fields), fields.Secret("code", InputLimits.Code));

    public override string ToString() => $"StepUpBody {{ Method = {Method} }}";
}
