namespace SecurityKit.AspNetCore;

/// <summary>One budget of the caller's network. <paramref name="ResetIn"/>: after how many seconds it is whole again at the latest.</summary>
internal sealed record RateLimitAnswer(string Policy, int Limit, int Remaining, long ResetIn);
