namespace SecurityKit.AspNetCore;

internal sealed record PasskeyRegistrationBody(string? Name, string Credential) : IRequestBody<PasskeyRegistrationBody>
{
    public static PasskeyRegistrationBody Read(IFieldReader fields) =>
        new(fields.OptionalText("name", InputLimits.Label), fields.Json("credential", InputLimits.Credential));

    public override string ToString() => nameof(PasskeyRegistrationBody);
}
