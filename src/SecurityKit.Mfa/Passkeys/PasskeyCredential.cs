namespace SecurityKit.Mfa;

/// <summary>A passkey as the server knows it: a public key and where it may be. Holds no secret.</summary>
/// <param name="CredentialId">The id the authenticator gave it, 1 to 1,023 bytes.</param>
/// <param name="PublicKey">The public key as a COSE key (RFC 9052).</param>
/// <param name="SignCount">The authenticator's counter; 0 where it has none.</param>
/// <param name="Transports">How the browser reaches it, such as <c>internal</c> or <c>usb</c>; a hint only.</param>
/// <param name="IsBackupEligible">Whether it may be copied between devices: a synced passkey.</param>
/// <param name="IsBackedUp">Whether it was copied when it was last seen.</param>
public sealed record PasskeyCredential(
    byte[] CredentialId, byte[] PublicKey, long SignCount, IReadOnlyList<string> Transports, bool IsBackupEligible, bool IsBackedUp)
{
    /// <summary>Whether it may be copied; never the key.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"PasskeyCredential {{ IsBackupEligible = {IsBackupEligible} }}";
}
