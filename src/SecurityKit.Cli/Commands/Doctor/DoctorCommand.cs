using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>doctor</c>: is this configuration safe, and is everything it names reachable?</summary>
internal static class DoctorCommand
{
    internal static Command Create(CommonOptions common) =>
        new Command("doctor", "Is this configuration safe, and is everything it names reachable? Changes nothing.").Does(common, async (invocation, token) =>
        {
            var found = await new Doctor(invocation.LoadConfiguration(), TimeProvider.System).ExamineAsync(token).ConfigureAwait(false);
            invocation.Output.Result(found, all => invocation.Output.Table(
                ["", "what", "found"], all.Select(d => new[] { Mark(d.Outcome), d.Question, d.Detail })));
            return found.Any(d => d.Outcome == DiagnosisOutcome.Unsafe) ? ExitCodes.Configuration
                : found.Any(d => d.Outcome == DiagnosisOutcome.Unreachable) ? ExitCodes.Unavailable
                : ExitCodes.Ok;
        });

    private static string Mark(DiagnosisOutcome outcome) => outcome switch
    {
        DiagnosisOutcome.Fine => "ok",
        DiagnosisOutcome.Warning => "note",
        DiagnosisOutcome.Unreachable => "DOWN",
        _ => "FIX",
    };
}
