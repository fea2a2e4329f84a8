namespace SecurityKit.Identity;

/// <summary>That a key was used.</summary>
/// <param name="Id">The key.</param>
/// <param name="At">When, UTC.</param>
public readonly record struct ApiKeyUse(string Id, DateTimeOffset At);
