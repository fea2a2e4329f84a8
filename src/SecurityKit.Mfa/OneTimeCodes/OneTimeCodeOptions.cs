namespace SecurityKit.Mfa;

/// <summary>Codes by text message and e-mail.</summary>
public sealed class OneTimeCodeOptions
{
    /// <summary>How long a code works; 1 to 10 minutes.</summary>
    /// <value>Default: 10 minutes, the longest that NIST SP 800-63B allows.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often one code may be tried; 1 to 5.</summary>
    /// <value>Default: 3.</value>
    public int GuessesPerCode { get; set; } = 3;

    /// <summary>
    /// The beginnings of the numbers that text messages go to, such as <c>+49</c>. Where it is empty, every number is allowed; name the
    /// countries of your users to keep fraudulent ones out.
    /// </summary>
    /// <value>Default: empty.</value>
    public IList<string> AllowedNumberPrefixes { get; } = [];
}
