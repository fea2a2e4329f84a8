namespace SecurityKit.Mfa;

/// <summary>The decisions about further factors. Binds from the configuration section <c>SecurityKit:Mfa</c>.</summary>
public sealed class MfaOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Mfa";

    /// <summary>The name an authenticator app shows above the codes; any script, no colon.</summary>
    /// <value>Default: <c>SecurityKit</c>; set it to the name your users know you by.</value>
    public string Issuer { get; set; } = "SecurityKit";

    /// <summary>What new TOTP authenticators look like, and how codes are judged.</summary>
    public TotpOptions Totp { get; } = new();

    /// <summary>How often codes may be guessed and sent.</summary>
    public MfaBudgetOptions Budgets { get; } = new();

    /// <summary>Methods that are neither offered nor accepted: <see cref="MfaMethod.Sms"/>, <see cref="MfaMethod.Email"/>, or both.</summary>
    /// <value>Default: none.</value>
    public IList<MfaMethod> DisabledMethods { get; } = [];

    /// <summary>Codes by text message and e-mail.</summary>
    public OneTimeCodeOptions Codes { get; } = new();

    /// <summary>Who must have a further factor.</summary>
    public MfaPolicyOptions Policy { get; } = new();

    /// <summary>Devices that need not show a further factor for a while.</summary>
    public TrustedDeviceOptions TrustedDevices { get; } = new();

    /// <summary>Passkeys; off until their domain is named.</summary>
    public PasskeyOptions Passkeys { get; } = new();

    /// <summary>
    /// The texts of messages by language, such as <c>de</c> or <c>pt-BR</c>; the reader's Accept-Language header chooses. What is not
    /// there is in <c>en</c>, built in.
    /// </summary>
    /// <value>Default: empty; English.</value>
    public IDictionary<string, MfaTexts> Texts { get; } = new Dictionary<string, MfaTexts>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many authenticators a subject may have, pending ones included; 1 to 50.</summary>
    /// <value>Default: 10.</value>
    public int MaxAuthenticators { get; set; } = 10;

    /// <summary>How long a pending authenticator waits for the code that confirms it; 1 minute to 1 day.</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan EnrollmentLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a sign-in may take between the password and the further factor; 1 to 30 minutes.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan ChallengeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How recent a second factor must be for removing authenticators, disabling MFA and new recovery codes; 1 minute to 1 hour.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan StepUpMaxAge { get; set; } = TimeSpan.FromMinutes(10);
}
