using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal sealed record StepUpSendBody(MfaMethod Method) : IRequestBody<StepUpSendBody>
{
    public static StepUpSendBody Read(IFieldReader fields) =>
        new(MfaMethods.TryParse(fields.Choice("method", "sms", "email"), out var method) ? method : default);
}
