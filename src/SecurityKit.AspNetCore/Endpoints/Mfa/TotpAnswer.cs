namespace SecurityKit.AspNetCore;

/// <summary>A pending authenticator app; shown once.</summary>
internal sealed record TotpAnswer(string AuthenticatorId, string Secret, string Uri, string QrSvg, string QrPng)
{
    public override string ToString() => $"TotpAnswer {{ AuthenticatorId = {AuthenticatorId} }}";
}
