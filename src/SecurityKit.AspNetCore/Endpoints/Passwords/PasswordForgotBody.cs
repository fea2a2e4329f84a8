namespace SecurityKit.AspNetCore;

internal sealed record PasswordForgotBody(string Email) : IRequestBody<PasswordForgotBody>
{
    public static PasswordForgotBody Read(IFieldReader fields) => new(fields.Text("email", InputLimits.Name));

    public override string ToString() => nameof(PasswordForgotBody);
}
