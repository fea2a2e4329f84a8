namespace SecurityKit.AspNetCore;

internal sealed record ApiKeyRotationBody(int? OverlapSeconds) : IRequestBody<ApiKeyRotationBody>
{
    private const int MaxSeconds = 30 * 86_400;

    public static ApiKeyRotationBody Read(IFieldReader fields) => new(fields.OptionalInteger("overlapSeconds", 0, MaxSeconds));
}
