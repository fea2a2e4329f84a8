namespace SecurityKit.Cli;

/// <summary>Makes findings of a look from outside.</summary>
internal static class Found
{
    internal static PostureFinding Finding(string id, string title, PostureStatus status, string evidence, string advice, int weight) =>
        new(id, title, status, evidence, status == PostureStatus.Passed ? string.Empty : advice, weight);

    internal static PostureFinding Judge(string id, string title, bool holds, string evidence, string advice, int weight) =>
        Finding(id, title, holds ? PostureStatus.Passed : PostureStatus.Failed, evidence, advice, weight);
}
