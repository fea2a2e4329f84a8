namespace SecurityKit.AspNetCore;

internal sealed record PasswordResetBody(string Token, string New) : IRequestBody<PasswordResetBody>
{
    public static PasswordResetBody Read(IFieldReader fields) =>
        new(fields.Secret("token", InputLimits.Token), fields.Secret("new", InputLimits.Password));

    public override string ToString() => nameof(PasswordResetBody);
}
