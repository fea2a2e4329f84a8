namespace SecurityKit.AspNetCore;

internal sealed record LoginBody(string UserName, string Password) : IRequestBody<LoginBody>
{
    public static LoginBody Read(IFieldReader fields) =>
        new(fields.Text("userName", InputLimits.Name), fields.Secret("password", InputLimits.Password));

    public override string ToString() => nameof(LoginBody);
}
