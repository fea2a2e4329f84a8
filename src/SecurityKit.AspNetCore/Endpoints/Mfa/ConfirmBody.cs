namespace SecurityKit.AspNetCore;

internal sealed record ConfirmBody(string Code) : IRequestBody<ConfirmBody>
{
    public static ConfirmBody Read(IFieldReader fields) => new(fields.Secret("code", InputLimits.Code));

    public override string ToString() => nameof(ConfirmBody);
}
