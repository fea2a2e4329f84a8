namespace SecurityKit.AspNetCore;

/// <summary>A passkey that was just registered; recovery codes with the first authenticator, shown once.</summary>
internal sealed record PasskeyAnswer(string AuthenticatorId, IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => $"PasskeyAnswer {{ AuthenticatorId = {AuthenticatorId} }}";
}
