namespace SecurityKit;

/// <summary>The host is set up in a way that is not safe or not complete. The message says what to write.</summary>
public sealed class SecurityKitConfigurationException : SecurityKitException
{
    /// <summary>Creates the exception from one problem per entry.</summary>
    /// <param name="problems">The problems; at least one.</param>
    public SecurityKitConfigurationException(IReadOnlyList<string> problems)
        : base(Describe(problems))
    {
        Problems = problems;
    }

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Describe(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count == 1
            ? problems[0]
            : string.Join(Environment.NewLine, problems.Select((problem, index) => $"{index + 1}. {problem}"));
    }
}
