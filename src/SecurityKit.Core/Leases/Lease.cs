namespace SecurityKit;

/// <summary>The right to do one job alone until it expires.</summary>
/// <param name="Name">The job.</param>
/// <param name="Owner">Who holds it; unique per holder.</param>
/// <param name="FencingToken">Rises with every new holder: a store can refuse writes that carry an older one.</param>
/// <param name="ExpiresAt">When it ends unless renewed, by the store's clock.</param>
public sealed record Lease(string Name, string Owner, long FencingToken, DateTimeOffset ExpiresAt);
