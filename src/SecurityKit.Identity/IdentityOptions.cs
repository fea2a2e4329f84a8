namespace SecurityKit.Identity;

/// <summary>How accounts work. Binds from the configuration section <c>SecurityKit:Identity</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Identity";

    /// <summary>The most characters (code points) of a user name.</summary>
    /// <value>Default: 64. 8 to 128.</value>
    public int MaxUserNameLength { get; set; } = 64;

    /// <summary>Whether an account needs an address, and a confirmed one to sign in. Needs a message sender for e-mail.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireConfirmedEmail { get; set; }

    /// <summary>How long a password reset token is good for.</summary>
    /// <value>Default: 30 minutes. 5 minutes to 24 hours.</value>
    public TimeSpan ResetTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the token that confirms an address is good for.</summary>
    /// <value>Default: 3 days. 5 minutes to 14 days.</value>
    public TimeSpan ConfirmationTokenLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How many mails that confirm, reset or change one address gets in an hour, each kind counted apart; also how many changes one account may ask for.</summary>
    /// <value>Default: 5. 1 to 100.</value>
    public int MaxMailsPerHour { get; set; } = 5;

    /// <summary>The page that takes a reset token; <c>{token}</c> is replaced. Without it the mail carries the token alone.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? ResetUrl { get; set; }

    /// <summary>The page that takes a confirmation token; <c>{token}</c> is replaced. Without it the mail carries the token alone.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? ConfirmationUrl { get; set; }

    /// <summary>The page that takes the token of a change of address; <c>{token}</c> is replaced. Without it the mail carries the token alone.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? EmailChangeUrl { get; set; }

    /// <summary>The page that takes the token that undoes a change of address; <c>{token}</c> is replaced. Without it the mail carries the token alone.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? EmailRevertUrl { get; set; }

    /// <summary>
    /// How long the address before can take back a change of address. Whoever holds the old mailbox can do so for as long; with zero the old address
    /// is told of the change and can undo nothing.
    /// </summary>
    /// <value>Default: 7 days. Zero, or 1 hour to 30 days.</value>
    public TimeSpan EmailRevertLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What a password must be.</summary>
    public PasswordOptions Password { get; } = new();

    /// <summary>When wrong passwords lock.</summary>
    public LockoutOptions Lockout { get; } = new();

    /// <summary>How API keys are made.</summary>
    public ApiKeyOptions ApiKeys { get; } = new();
}
