namespace SecurityKit;

/// <summary>One proof that was given, and when.</summary>
/// <param name="Method">One of <see cref="AuthenticationMethods"/>.</param>
/// <param name="At">When it was verified, UTC.</param>
public sealed record AuthenticationFactor(string Method, DateTimeOffset At);
