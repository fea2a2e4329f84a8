namespace SecurityKit.AspNetCore;

internal sealed record EmailConfirmBody(string Token) : IRequestBody<EmailConfirmBody>
{
    public static EmailConfirmBody Read(IFieldReader fields) => new(fields.Secret("token", InputLimits.Token));

    public override string ToString() => nameof(EmailConfirmBody);
}
