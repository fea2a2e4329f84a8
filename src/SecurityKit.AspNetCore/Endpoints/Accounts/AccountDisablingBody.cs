namespace SecurityKit.AspNetCore;

internal sealed record AccountDisablingBody(string? Reason) : IRequestBody<AccountDisablingBody>
{
    private const int MaxReasonLength = 64;

    public static AccountDisablingBody Read(IFieldReader fields) => new(fields.OptionalText("reason", MaxReasonLength));
}
