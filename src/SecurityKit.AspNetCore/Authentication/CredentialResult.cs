using System.Security.Claims;

namespace SecurityKit.AspNetCore;

/// <summary>What reading one kind of credential found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Identity">Who it is; null unless valid or in need of a step-up.</param>
internal readonly record struct CredentialResult(CredentialStatus Status, ClaimsIdentity? Identity)
{
    internal static CredentialResult Invalid => new(CredentialStatus.Invalid, null);

    internal static CredentialResult Unavailable => new(CredentialStatus.Unavailable, null);

    /// <summary>A session that waits for a further factor.</summary>
    internal static CredentialResult Pending(SessionIdentity identity) =>
        new(identity.Session.IsForEnrollment ? CredentialStatus.EnrollmentRequired : CredentialStatus.StepUpRequired, identity);

    internal static CredentialResult Valid(ClaimsIdentity identity) => new(CredentialStatus.Valid, identity);
}
