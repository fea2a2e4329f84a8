namespace SecurityKit.AspNetCore;

/// <summary>Recovery codes, shown once; none when there are codes already.</summary>
internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>The full session that a session for enrolment became; absent otherwise.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public SignedInAnswer? SignedIn { get; init; }

    public override string ToString() => nameof(RecoveryCodesAnswer);
}
