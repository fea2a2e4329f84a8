namespace SecurityKit.Messaging;

/// <summary>The conversation with a mail server went wrong. The text holds no address and nothing the server said.</summary>
#pragma warning disable CA1064 // It never leaves the package: the sender turns it into MessageNotSentException.
internal sealed class SmtpException(string message, bool isMessageAtFault = false) : Exception(message)
{
    /// <summary>Whether another message might be accepted, so that the server is not to be left alone.</summary>
    internal bool IsMessageAtFault => isMessageAtFault;
}
#pragma warning restore CA1064
