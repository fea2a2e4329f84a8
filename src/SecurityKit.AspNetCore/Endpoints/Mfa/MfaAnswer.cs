using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>How the subject's further factors stand, whether a role demands one, and until when one that is missing must be set up.</summary>
internal sealed record MfaAnswer(
    IReadOnlyList<AuthenticatorAnswer> Authenticators, int RecoveryCodesLeft, bool Required,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? EnrollBy);
