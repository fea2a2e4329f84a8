namespace SecurityKit.AspNetCore;

internal sealed record AuthenticatorNameBody(string Name) : IRequestBody<AuthenticatorNameBody>
{
    public static AuthenticatorNameBody Read(IFieldReader fields) => new(fields.Text("name", InputLimits.Label));
}
