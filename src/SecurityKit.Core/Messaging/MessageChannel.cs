namespace SecurityKit;

/// <summary>How a message travels.</summary>
public enum MessageChannel
{
    /// <summary>E-mail; the destination is an address.</summary>
    Email,

    /// <summary>Text message; the destination is a number in E.164 form.</summary>
    Sms,
}
