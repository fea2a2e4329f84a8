namespace SecurityKit.Mfa;

/// <summary>What the policy asks of a subject.</summary>
/// <param name="IsRequired">Whether the subject must have a further factor that is stronger than e-mail.</param>
/// <param name="IsMet">Whether it has one, or needs none.</param>
/// <param name="EnrollBy">When it is missing: until when the subject may sign in without it, UTC.</param>
public sealed record MfaRequirement(bool IsRequired, bool IsMet, DateTimeOffset? EnrollBy);
