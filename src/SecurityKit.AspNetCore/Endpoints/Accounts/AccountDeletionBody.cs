namespace SecurityKit.AspNetCore;

internal sealed record AccountDeletionBody(string Password) : IRequestBody<AccountDeletionBody>
{
    public static AccountDeletionBody Read(IFieldReader fields) => new(fields.Secret("password", InputLimits.Password));

    public override string ToString() => nameof(AccountDeletionBody);
}
