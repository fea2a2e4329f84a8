namespace SecurityKit.Identity;

/// <summary>What a new API key shall be.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Name">What the holder calls it; 1 to 100 characters.</param>
/// <param name="Scopes">What it may be used for, as <c>resource:action</c>; at most 64. Empty: it shows who calls, and nothing more.</param>
public sealed record ApiKeyRequest(string Subject, string Name, IReadOnlyCollection<string> Scopes)
{
    /// <summary>How long it lives; <see langword="null"/> for <see cref="ApiKeyOptions.Lifetime"/>.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>From where it may be used, in CIDR notation such as <c>203.0.113.0/24</c>; at most 64. Empty: from anywhere.</summary>
    public IReadOnlyCollection<string> Networks { get; init; } = [];
}
