namespace SecurityKit.Mfa;

/// <summary>What a store keeps of a code that was sent.</summary>
/// <param name="Id">For which authenticator and which purpose; at most one code is open for it. At most 160 characters of ASCII.</param>
/// <param name="Hash">The keyed hash of the code, opaque; the code itself is kept nowhere.</param>
/// <param name="Guesses">How often it may be tried.</param>
/// <param name="ExpiresAt">Until when it may be used, UTC.</param>
public sealed record OneTimeCode(string Id, byte[] Hash, int Guesses, DateTimeOffset ExpiresAt);
