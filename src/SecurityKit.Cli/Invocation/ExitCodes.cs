namespace SecurityKit.Cli;

/// <summary>What the tool's exit codes mean. They are documented in docs/cli.md and do not change.</summary>
internal static class ExitCodes
{
    /// <summary>It was done; the answer is yes.</summary>
    internal const int Ok = 0;

    /// <summary>It was done; the answer is no: not verified, below the wanted rating, not all readable.</summary>
    internal const int No = 1;

    /// <summary>The command line or what it names is wrong.</summary>
    internal const int Usage = 2;

    /// <summary>The configuration is missing something, or not safe.</summary>
    internal const int Configuration = 3;

    /// <summary>A store or a host does not answer.</summary>
    internal const int Unavailable = 4;

    /// <summary>It cannot be done as things stand, such as revoking a key that is not there.</summary>
    internal const int Refused = 5;

    /// <summary>An error nobody expected.</summary>
    internal const int Unexpected = 70;

    /// <summary>Stopped by Ctrl-C or a termination signal; what was begun is whole or undone.</summary>
    internal const int Cancelled = 130;
}
