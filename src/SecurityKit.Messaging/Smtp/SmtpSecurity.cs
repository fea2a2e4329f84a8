namespace SecurityKit.Messaging;

/// <summary>How a connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>The connection turns to TLS before anything is said (STARTTLS, RFC 3207). A server that does not offer it is not spoken to.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314), usually on port 465.</summary>
    ImplicitTls,

    /// <summary>No protection. For a relay on this very machine only; a password is refused.</summary>
    None,
}
