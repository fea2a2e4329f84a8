namespace SecurityKit.AspNetCore;

internal sealed record RegistrationBody(string UserName, string? Email, string Password) : IRequestBody<RegistrationBody>
{
    public static RegistrationBody Read(IFieldReader fields) => new(
        fields.Text("userName", InputLimits.Name), fields.OptionalText("email", InputLimits.Name), fields.Secret("password", InputLimits.Password));

    public override string ToString() => nameof(RegistrationBody);
}
