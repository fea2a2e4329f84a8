using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>The refusals that a second factor would turn into permission.</summary>
internal static class StepUp
{
    /// <summary>The subject has a second factor and must give it (again). Names the limit in the header, as RFC 9470 does.</summary>
    internal static SecurityProblem Required(HttpContext context, TimeSpan? maxAge)
    {
        var limit = maxAge is { } age ? string.Create(CultureInfo.InvariantCulture, $", max_age=\"{(long)age.TotalSeconds}\"") : string.Empty;
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_user_authentication\", acr_values=\"aal2\"{limit}";
        return new SecurityProblem(
            StatusCodes.Status403Forbidden, ProblemCodes.StepUpRequired, "This needs a second factor given more recently. Verify one with the step-up route.");
    }

    /// <summary>The subject has no second factor at all.</summary>
    internal static SecurityProblem EnrollmentRequired() => new(
        StatusCodes.Status403Forbidden, ProblemCodes.MfaRequired, "This needs a second factor. Set one up first.");
}
