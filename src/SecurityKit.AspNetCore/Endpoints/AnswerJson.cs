using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>The answers, serialised without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegistrationAnswer))]
[JsonSerializable(typeof(SignedInAnswer))]
[JsonSerializable(typeof(MfaRequiredAnswer))]
[JsonSerializable(typeof(EnrollmentRequiredAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(SessionAnswer[]))]
[JsonSerializable(typeof(MfaAnswer))]
[JsonSerializable(typeof(TotpAnswer))]
[JsonSerializable(typeof(AuthenticatorIdAnswer))]
[JsonSerializable(typeof(RecoveryCodesAnswer))]
[JsonSerializable(typeof(PasskeyOptionsAnswer))]
[JsonSerializable(typeof(PasskeyAnswer))]
[JsonSerializable(typeof(TrustedDeviceAnswer[]))]
[JsonSerializable(typeof(ApiKeyAnswer[]))]
[JsonSerializable(typeof(NewApiKeyAnswer))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(AccountPageAnswer))]
[JsonSerializable(typeof(RoleAnswer[]))]
[JsonSerializable(typeof(AssignmentAnswer))]
[JsonSerializable(typeof(AssignmentAnswer[]))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(EventAnswer[]))]
[JsonSerializable(typeof(RateLimitAnswer[]))]
internal sealed partial class AnswerJson : JsonSerializerContext;
