namespace SecurityKit.AspNetCore;

/// <summary>
/// The console's pages. Binds from the configuration section <c>SecurityKit:Console</c>; changes apply to the next request.
/// </summary>
public sealed class ConsoleOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Console";

    /// <summary>What the console calls itself in its header and in page titles.</summary>
    /// <value>Default: <c>Security</c>. 1 to 64 characters.</value>
    public string Title { get; set; } = "Security";

    /// <summary>Whether people have pages for their own account. When off, those pages answer 404.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Account { get; set; } = true;

    /// <summary>Whether operators have pages for the whole host. When off, those pages answer 404.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Operator { get; set; } = true;
}
