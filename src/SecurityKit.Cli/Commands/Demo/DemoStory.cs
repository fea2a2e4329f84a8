namespace SecurityKit.Cli;

/// <summary>Tells what the demo does while it does it, and keeps it.</summary>
internal sealed class DemoStory(ToolOutput output)
{
    private readonly List<DemoStep> _steps = [];
    private string _chapter = string.Empty;

    internal IReadOnlyList<DemoStep> Steps => _steps;

    internal void Begin(string chapter)
    {
        _chapter = chapter;
        if (!output.IsJson)
        {
            output.Heading(chapter);
        }
    }

    internal void Tell(string what, string seen, bool holds)
    {
        _steps.Add(new DemoStep(_chapter, what, seen, holds));
        output.Line($"{(holds ? "ok  " : "FAIL")} {what}: {seen}");
    }
}
