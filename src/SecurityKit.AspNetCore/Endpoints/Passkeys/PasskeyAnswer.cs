namespace SecurityKit.AspNetCore;

/// <summary>A passkey that was just registered; recovery codes with the first authenticator, shown once.</summary>
internal sealed record PasskeyAnswer(string AuthenticatorId, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>The full session that a session for enrolment became; absent otherwise.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public SignedInAnswer? SignedIn { get; init; }

    public override string ToString() => $"PasskeyAnswer {{ AuthenticatorId = {AuthenticatorId} }}";
}
