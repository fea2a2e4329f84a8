using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>What became of a step-up.</summary>
/// <param name="Session">The session as it is now; null when it was refused.</param>
/// <param name="Problem">Why it was refused, for a person.</param>
internal sealed record ProofResult(Session? Session, string? Problem);
