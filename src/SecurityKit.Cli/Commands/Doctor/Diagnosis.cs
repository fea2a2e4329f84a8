namespace SecurityKit.Cli;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Detail">Evidence or remedy; never a secret.</param>
internal sealed record Diagnosis(string Question, DiagnosisOutcome Outcome, string Detail);
