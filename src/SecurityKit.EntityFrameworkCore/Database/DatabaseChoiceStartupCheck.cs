namespace SecurityKit.EntityFrameworkCore;

/// <summary>One kit, one database: a second choice is a mistake in the host, not a matter of call order.</summary>
internal sealed class DatabaseChoiceStartupCheck(IEnumerable<DatabaseChoice> choices) : IStartupCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>(Problem(choices) is { } problem ? [problem] : []);

    internal static DatabaseChoice Single(IEnumerable<DatabaseChoice> choices) =>
        Problem(choices) is { } problem ? throw new SecurityKitConfigurationException([problem]) : choices.First();

    private static string? Problem(IEnumerable<DatabaseChoice> choices) => choices.Distinct().Count() == 1
        ? null
        : "More than one database is chosen for SecurityKit. Keep one call of UseSqlite(...) or UsePostgreSql(...).";
}
