namespace SecurityKit.Mfa;

/// <summary>A pending TOTP authenticator, for its owner's eyes only, once. It proves nothing until a code confirms it.</summary>
/// <param name="AuthenticatorId">The id to confirm with.</param>
/// <param name="Secret">The secret as base32 without padding, for typing by hand.</param>
/// <param name="Uri">The otpauth URI.</param>
/// <param name="Qr">The URI as a QR code.</param>
/// <param name="ExpiresAt">Until when a code must confirm it, UTC.</param>
public sealed record TotpEnrollment(string AuthenticatorId, string Secret, string Uri, TotpQrCode Qr, DateTimeOffset ExpiresAt)
{
    /// <summary>The id only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"TotpEnrollment {{ AuthenticatorId = {AuthenticatorId} }}";
}
