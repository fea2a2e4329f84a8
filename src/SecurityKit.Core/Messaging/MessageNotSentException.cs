namespace SecurityKit;

/// <summary>A message did not leave. The text names the channel and the reason, never the destination or the body.</summary>
/// <param name="message">The reason.</param>
/// <param name="innerException">The cause.</param>
public sealed class MessageNotSentException(string message, Exception? innerException = null)
    : SecurityKitException(message, innerException);
