namespace SecurityKit.AspNetCore;

internal sealed record TotpBody(string? Name) : IRequestBody<TotpBody>
{
    public static TotpBody Read(IFieldReader fields) => new(fields.OptionalText("name", InputLimits.Label));
}
