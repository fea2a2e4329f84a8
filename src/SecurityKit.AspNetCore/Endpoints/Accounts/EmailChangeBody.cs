namespace SecurityKit.AspNetCore;

internal sealed record EmailChangeBody(string Password, string Email) : IRequestBody<EmailChangeBody>
{
    public static EmailChangeBody Read(IFieldReader fields) => new(fields.Secret("password", InputLimits.Password), fields.Text("email", InputLimits.Name));

    public override string ToString() => nameof(EmailChangeBody);
}
