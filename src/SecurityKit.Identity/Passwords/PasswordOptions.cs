namespace SecurityKit.Identity;

/// <summary>What a password must be. The defaults follow NIST SP 800-63B: length and a blocklist, no composition rules, no expiry.</summary>
public sealed class PasswordOptions
{
    /// <summary>The fewest characters (code points) of a password that stands beside a second factor (NIST SP 800-63B-4, section 3.1.1.2: at least 8).</summary>
    /// <value>Default: 12. 8 to 64.</value>
    public int MinLength { get; set; } = 12;

    /// <summary>
    /// The fewest characters (code points) of a password that is the only factor (NIST SP 800-63B-4, section 3.1.1.2: at least 15). That is every password
    /// of a subject without a second factor in use, at registration too; see <see cref="ISubjectFactors"/>. Never less than <see cref="MinLength"/>.
    /// </summary>
    /// <value>Default: 15. 8 to 64.</value>
    public int MinLengthAsOnlyFactor { get; set; } = 15;

    /// <summary>The most characters (code points).</summary>
    /// <value>Default: 128. 64 to 1,024.</value>
    public int MaxLength { get; set; } = 128;

    /// <summary>Whether the passwords most often seen in breaches are refused, however they are decorated.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool RefuseCommon { get; set; } = true;

    /// <summary>Whether passwords built around the user name or the e-mail address are refused.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool RefuseContextWords { get; set; } = true;

    /// <summary>Further words that a password may not be built around, such as the company's and the product's name.</summary>
    /// <value>Default: none. Words of 4 characters and more count.</value>
    public IList<string> ForbiddenWords { get; } = [];

    /// <summary>The lowest <see cref="PasswordStrength.Score"/>, 0 to 100, that is accepted.</summary>
    /// <value>Default: 40 (fair): at least a million guesses. 0 turns the estimate off.</value>
    public int MinScore { get; set; } = 40;

    /// <summary>Whether an upper-case letter is demanded. NIST SP 800-63B advises against such rules.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireUppercase { get; set; }

    /// <summary>Whether a lower-case letter is demanded.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireLowercase { get; set; }

    /// <summary>Whether a digit is demanded.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireDigit { get; set; }

    /// <summary>Whether a character that is neither letter nor digit is demanded.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RequireSymbol { get; set; }

    /// <summary>How many former passwords may not be chosen again.</summary>
    /// <value>Default: 5. 0 to 24.</value>
    public int History { get; set; } = 5;

    /// <summary>How old a password may grow before it must be changed at the next sign-in.</summary>
    /// <value>Default: <see langword="null"/>, for ever. At least 1 day.</value>
    public TimeSpan? MaxAge { get; set; }
}
