namespace SecurityKit.AspNetCore;

/// <summary>The answer of one posture check.</summary>
internal sealed record FindingAnswer(string Id, string Title, string Status, string Evidence, string Advice, int Weight);
