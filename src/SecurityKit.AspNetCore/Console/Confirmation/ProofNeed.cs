using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>What a step-up takes.</summary>
/// <param name="Kind">How it is given.</param>
/// <param name="Methods">By which codes.</param>
internal sealed record ProofNeed(ProofKind Kind, IReadOnlyList<MfaMethod> Methods);
