namespace SecurityKit.Mfa;

/// <summary>Passkeys (WebAuthn). They are bound to a domain, so they are off until <see cref="RelyingPartyId"/> names it.</summary>
public sealed class PasskeyOptions
{
    /// <summary>
    /// The domain passkeys are bound to (the RP ID of WebAuthn): the host name of the site or a domain above it, such as <c>example.com</c>;
    /// never an address. Changing it makes every passkey void.
    /// </summary>
    /// <value>Default: null; passkeys are neither offered nor accepted.</value>
    public string? RelyingPartyId { get; set; }

    /// <summary>
    /// The origins whose pages may use them, such as <c>https://login.example.com</c>. Frames of other sites never may.
    /// </summary>
    /// <value>Default: empty; <c>https://</c> and the domain. For <c>localhost</c>: any port, and plain http too.</value>
    public IList<string> Origins { get; } = [];

    /// <summary>How long a person may take between the browser's prompt and its answer; 1 to 15 minutes.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan PromptLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether a passkey is taken at its word that it cannot leave its device, and reaches <see cref="AssuranceLevel.Three"/> by it. Nothing attests that:
    /// software that keeps its keys in a file may say so too. Only where your own rules keep such software away, as on managed devices.
    /// </summary>
    /// <value>Default: false; every passkey reaches <see cref="AssuranceLevel.Two"/>.</value>
    public bool TrustDeviceBinding { get; set; }

    /// <summary>Whether pages of an origin may use passkeys by these options.</summary>
    /// <param name="origin">The origin as the browser states it, such as <c>https://example.com</c>; compared ordinally.</param>
    /// <returns>Whether it is one of <see cref="Origins"/>, or what stands in for them when there are none.</returns>
    public bool Allows(string? origin) => PasskeyOrigin.IsAllowed(this, origin);
}
