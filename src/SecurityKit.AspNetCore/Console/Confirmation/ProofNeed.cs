using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>What a step-up takes.</summary>
/// <param name="Kind">How it is given.</param>
/// <param name="Methods">By which codes.</param>
internal sealed record ProofNeed(ProofKind Kind, IReadOnlyList<MfaMethod> Methods)
{
    /// <summary>Whether a passkey would do too. The console has no scripts, which a passkey needs: it is given on the host's own page.</summary>
    internal bool TakesPasskey { get; init; }

    /// <summary>Whether the form at hand can give it.</summary>
    internal bool CanBeTyped => Kind != ProofKind.Enrollment && (Kind != ProofKind.Code || Methods.Count > 0);
}
