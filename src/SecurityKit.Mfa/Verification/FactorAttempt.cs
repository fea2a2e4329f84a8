namespace SecurityKit.Mfa;

/// <summary>One try at one code.</summary>
/// <param name="Subject">Who tries.</param>
/// <param name="Candidates">The subject's authenticators of this method that the code may belong to.</param>
/// <param name="Code">The code in canonical form.</param>
/// <param name="Scope">What the code is for: one sign-in, a step-up, an enrolment. Sent codes count in their own scope only.</param>
internal sealed record FactorAttempt(string Subject, IReadOnlyList<Authenticator> Candidates, string Code, string Scope)
{
    public override string ToString() => nameof(FactorAttempt);
}
