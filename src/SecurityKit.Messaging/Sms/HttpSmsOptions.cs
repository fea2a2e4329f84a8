namespace SecurityKit.Messaging;

/// <summary>
/// The provider of text messages. Binds from the configuration section <c>SecurityKit:Sms</c>. The defaults fit providers that take
/// <c>{"from", "to", "text"}</c> as JSON with a bearer key; <see cref="UseTwilio"/> sets what Twilio's published API wants.
/// </summary>
public sealed class HttpSmsOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Sms";

    /// <summary>Where messages are posted to; HTTPS, or HTTP on this very machine.</summary>
    /// <value>No default; must be set.</value>
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>The number or name messages come from.</summary>
    /// <value>No default; must be set.</value>
    public string From { get; set; } = string.Empty;

    /// <summary>The scheme of the Authorization header: <c>Bearer</c> or <c>Basic</c>.</summary>
    /// <value>Default: <c>Bearer</c>.</value>
    public string AuthenticationScheme { get; set; } = "Bearer";

    /// <summary>The key for <c>Bearer</c>, or <c>user:password</c> for <c>Basic</c>. Keep it out of files under version control.</summary>
    /// <value>No default; must be set.</value>
    public string Credential { get; set; } = string.Empty;

    /// <summary>How the message travels.</summary>
    /// <value>Default: <see cref="SmsBodyEncoding.Json"/>.</value>
    public SmsBodyEncoding Encoding { get; set; } = SmsBodyEncoding.Json;

    /// <summary>The name of the sender's field.</summary>
    /// <value>Default: <c>from</c>.</value>
    public string FromField { get; set; } = "from";

    /// <summary>The name of the recipient's field.</summary>
    /// <value>Default: <c>to</c>.</value>
    public string ToField { get; set; } = "to";

    /// <summary>The name of the text's field.</summary>
    /// <value>Default: <c>text</c>.</value>
    public string TextField { get; set; } = "text";

    /// <summary>
    /// The header in which the provider takes a key that makes repetitions harmless; null when it takes none. Without it, an attempt whose
    /// answer was lost is not repeated, since the message may be on its way.
    /// </summary>
    /// <value>Default: <c>Idempotency-Key</c>.</value>
    public string? IdempotencyHeader { get; set; } = "Idempotency-Key";

    /// <summary>How long one attempt may take, 1 second to 1 minute.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many attempts a message has, 1 to 5.</summary>
    /// <value>Default: 3.</value>
    public int Attempts { get; set; } = 3;

    /// <summary>The pause before the second attempt, doubled before each further one, up to 10 seconds. A provider's Retry-After counts when longer.</summary>
    /// <value>Default: 500 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Sets everything as Twilio's Programmable Messaging API (2010-04-01) wants it.</summary>
    /// <param name="accountSid">The account's SID, <c>AC...</c>.</param>
    /// <param name="authToken">The account's token.</param>
    /// <param name="from">The number messages come from.</param>
    public void UseTwilio(string accountSid, string authToken, string from)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountSid);
        ArgumentException.ThrowIfNullOrEmpty(authToken);
        ArgumentException.ThrowIfNullOrEmpty(from);
        Endpoint = $"https://api.twilio.com/2010-04-01/Accounts/{Uri.EscapeDataString(accountSid)}/Messages.json";
        From = from;
        AuthenticationScheme = "Basic";
        Credential = $"{accountSid}:{authToken}";
        Encoding = SmsBodyEncoding.Form;
        FromField = "From";
        ToField = "To";
        TextField = "Body";
        IdempotencyHeader = null;
    }
}
