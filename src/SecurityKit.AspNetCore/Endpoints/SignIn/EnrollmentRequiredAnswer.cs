namespace SecurityKit.AspNetCore;

/// <summary>A session that may do nothing but set up a further factor. Its token goes where an access token goes.</summary>
internal sealed record EnrollmentRequiredAnswer(string Status, string? EnrollmentToken, long? ExpiresIn, string SessionId)
{
    internal const string EnrollmentRequired = "enrollmentRequired";

    public override string ToString() => $"EnrollmentRequiredAnswer {{ SessionId = {SessionId} }}";

    internal static EnrollmentRequiredAnswer Of(SignInStep.EnrollmentRequired step) =>
        new(EnrollmentRequired, step.Tokens?.AccessToken, (long?)step.Tokens?.ExpiresIn.TotalSeconds, step.Session.Id.ToString());
}
