namespace SecurityKit.Mfa;

/// <summary>What a store keeps of a prompt that waits for its answer.</summary>
/// <param name="ChallengeHash">SHA-256 of the challenge, 32 bytes.</param>
/// <param name="Scope">What the answer is good for: the purpose, the subject, and the browser or session it was made for.</param>
/// <param name="State">What the verification needs again.</param>
/// <param name="ExpiresAt">Until when an answer is taken, UTC.</param>
public sealed record StoredPasskeyPrompt(byte[] ChallengeHash, string Scope, string State, DateTimeOffset ExpiresAt)
{
    /// <summary>The expiry only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"StoredPasskeyPrompt {{ ExpiresAt = {ExpiresAt:O} }}";
}
