namespace SecurityKit.AspNetCore;

internal sealed record RoleBody(IReadOnlyList<string> Permissions, IReadOnlyList<string> Parents, string? Description) : IRequestBody<RoleBody>
{
    private const int MaxPermissions = 1_000;
    private const int MaxParents = 100;
    private const int MaxTextLength = 128;

    public static RoleBody Read(IFieldReader fields) => new(
        fields.OptionalTexts("permissions", MaxPermissions, MaxTextLength),
        fields.OptionalTexts("parents", MaxParents, MaxTextLength),
        fields.OptionalText("description", InputLimits.Label));
}
