namespace SecurityKit.Crypto;

/// <summary>What <see cref="ISubjectKeyManager.RewrapKeysAsync"/> did.</summary>
/// <param name="Rewrapped">How many keys were wrapped anew.</param>
/// <param name="Left">
/// How many stay as they are, since they do not unwrap; a subject whose record cannot be read counts as one. The log names them. While this is not zero, revoke no former key of
/// the ring that may still be the one to unwrap them.
/// </param>
public sealed record SubjectKeyRewrap(int Rewrapped, int Left);
