namespace SecurityKit.AspNetCore;

/// <summary>The browser's answer to a passkey prompt.</summary>
internal sealed record PasskeyCredentialBody(string Credential) : IRequestBody<PasskeyCredentialBody>
{
    public static PasskeyCredentialBody Read(IFieldReader fields) => new(fields.Json("credential", InputLimits.Credential));

    public override string ToString() => nameof(PasskeyCredentialBody);
}
