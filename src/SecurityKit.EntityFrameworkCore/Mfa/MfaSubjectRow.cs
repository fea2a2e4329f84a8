namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row per subject: what a transaction locks before it looks at the subject's authenticators.</summary>
internal sealed class MfaSubjectRow
{
    public required string Subject { get; set; }

    public DateTimeOffset? RequiredSince { get; set; }
}
