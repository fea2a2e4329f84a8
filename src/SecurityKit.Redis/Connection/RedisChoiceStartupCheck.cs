namespace SecurityKit.Redis;

/// <summary>One kit, one Redis: a second choice is a mistake in the host, not a matter of call order.</summary>
internal sealed class RedisChoiceStartupCheck(IEnumerable<RedisChoice> choices) : IStartupCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>(Problem(choices) is { } problem ? [problem] : []);

    internal static RedisChoice Single(IEnumerable<RedisChoice> choices) =>
        Problem(choices) is { } problem ? throw new SecurityKitConfigurationException([problem]) : choices.First();

    private static string? Problem(IEnumerable<RedisChoice> choices) => choices.Distinct().Count() == 1
        ? null
        : "More than one Redis is chosen for SecurityKit. Keep one call of UseRedis(...); name all nodes of a cluster in it, separated by commas.";
}
