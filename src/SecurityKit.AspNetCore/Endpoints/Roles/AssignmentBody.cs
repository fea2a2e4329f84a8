namespace SecurityKit.AspNetCore;

internal sealed record AssignmentBody(string Role, string? Scope, int? ExpiresInDays, IReadOnlyList<string> Networks) : IRequestBody<AssignmentBody>
{
    private const int MaxDays = 3_650;
    private const int MaxTextLength = 128;

    public static AssignmentBody Read(IFieldReader fields) => new(
        fields.Text("role", MaxTextLength),
        fields.OptionalText("scope", MaxTextLength),
        fields.OptionalInteger("expiresInDays", 1, MaxDays),
        fields.OptionalTexts("networks", InputLimits.Scopes, MaxTextLength));
}
