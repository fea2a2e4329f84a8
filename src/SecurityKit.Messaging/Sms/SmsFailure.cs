namespace SecurityKit.Messaging;

/// <summary>Why an attempt failed.</summary>
/// <param name="Reason">Safe to log.</param>
/// <param name="MayRepeat">Whether repeating cannot send the message twice.</param>
/// <param name="IsCarrierAtFault">Whether the provider failed, and not this message.</param>
/// <param name="RetryAfter">What the provider asked for.</param>
internal sealed record SmsFailure(string Reason, bool MayRepeat, bool IsCarrierAtFault, TimeSpan? RetryAfter = null);
