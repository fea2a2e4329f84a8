namespace SecurityKit.Messaging;

/// <summary>How a text message travels to the provider.</summary>
public enum SmsBodyEncoding
{
    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>A form (<c>application/x-www-form-urlencoded</c>).</summary>
    Form,
}
