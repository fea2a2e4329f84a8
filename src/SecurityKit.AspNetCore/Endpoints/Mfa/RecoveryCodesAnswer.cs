namespace SecurityKit.AspNetCore;

/// <summary>Recovery codes, shown once; none when there are codes already.</summary>
internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesAnswer);
}
