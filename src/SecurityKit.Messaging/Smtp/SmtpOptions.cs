namespace SecurityKit.Messaging;

/// <summary>The mail server. Binds from the configuration section <c>SecurityKit:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Smtp";

    /// <summary>The server's name, as its certificate has it.</summary>
    /// <value>No default; must be set.</value>
    public string Host { get; set; } = string.Empty;

    /// <summary>The server's port, 1 to 65535.</summary>
    /// <value>Default: 587.</value>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    /// <value>Default: <see cref="SmtpSecurity.StartTls"/>.</value>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The user name; null signs in nowhere.</summary>
    /// <value>Default: null.</value>
    public string? UserName { get; set; }

    /// <summary>The password. Keep it out of files under version control: an environment variable does (<c>SecurityKit__Smtp__Password</c>).</summary>
    /// <value>Default: null.</value>
    public string? Password { get; set; }

    /// <summary>The address messages come from.</summary>
    /// <value>No default; must be set.</value>
    public string From { get; set; } = string.Empty;

    /// <summary>The name messages come from; any script.</summary>
    /// <value>Default: null.</value>
    public string? FromName { get; set; }

    /// <summary>The name this host gives itself in EHLO.</summary>
    /// <value>Default: <c>localhost</c>, which says nothing about the host.</value>
    public string LocalName { get; set; } = "localhost";

    /// <summary>How long one message may take, 1 second to 2 minutes.</summary>
    /// <value>Default: 15 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A PEM file with the roots to trust instead of the system's, for a server with a certificate of the house.</summary>
    /// <value>Default: null; the system's roots.</value>
    public string? TrustedRootsFile { get; set; }
}
