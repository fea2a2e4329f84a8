namespace SecurityKit.AspNetCore;

internal sealed record ClearanceBody(string Level) : IRequestBody<ClearanceBody>
{
    public static ClearanceBody Read(IFieldReader fields) =>
        new(fields.Choice("level", "PUBLIC", "INTERNAL", "CONFIDENTIAL", "RESTRICTED", "TOP_SECRET"));
}
