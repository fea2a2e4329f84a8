namespace SecurityKit.AspNetCore;

internal sealed record PasswordChangeBody(string Current, string New) : IRequestBody<PasswordChangeBody>
{
    public static PasswordChangeBody Read(IFieldReader fields) =>
        new(fields.Secret("current", InputLimits.Password), fields.Secret("new", InputLimits.Password));

    public override string ToString() => nameof(PasswordChangeBody);
}
