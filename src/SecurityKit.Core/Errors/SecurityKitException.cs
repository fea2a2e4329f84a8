namespace SecurityKit;

/// <summary>The base of every exception the kit defines. Messages never carry a secret, a code, a token or a raw address.</summary>
public class SecurityKitException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong and, where there is one, the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public SecurityKitException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
