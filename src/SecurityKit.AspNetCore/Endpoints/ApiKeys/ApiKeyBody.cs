namespace SecurityKit.AspNetCore;

internal sealed record ApiKeyBody(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks, int? ExpiresInDays)
    : IRequestBody<ApiKeyBody>
{
    private const int MaxDays = 3_650;
    private const int MaxTextLength = 128;

    public static ApiKeyBody Read(IFieldReader fields) => new(
        fields.Text("name", InputLimits.Label),
        fields.OptionalTexts("scopes", InputLimits.Scopes, MaxTextLength),
        fields.OptionalTexts("networks", InputLimits.Scopes, MaxTextLength),
        fields.OptionalInteger("expiresInDays", 1, MaxDays));
}
