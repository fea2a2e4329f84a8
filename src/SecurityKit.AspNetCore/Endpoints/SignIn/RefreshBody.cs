namespace SecurityKit.AspNetCore;

internal sealed record RefreshBody(string RefreshToken) : IRequestBody<RefreshBody>
{
    public static RefreshBody Read(IFieldReader fields) => new(fields.Secret("refreshToken", InputLimits.Token));

    public override string ToString() => nameof(RefreshBody);
}
