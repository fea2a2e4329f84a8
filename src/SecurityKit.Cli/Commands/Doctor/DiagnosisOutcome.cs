namespace SecurityKit.Cli;

/// <summary>What the doctor found.</summary>
internal enum DiagnosisOutcome
{
    Fine,
    Warning,
    Unsafe,
    Unreachable,
}
