namespace SecurityKit.Testing;

/// <summary>
/// A fenced block of a page, with what the page says of it in a comment on the line before, which readers do not see: <c>file: PATH</c> (the block is that
/// file), <c>serves</c> (it starts a server and ends with it), <c>not run: REASON</c>.
/// </summary>
/// <param name="Language">The language of the fence; empty where it names none.</param>
/// <param name="Code">The block.</param>
/// <param name="Mark">The comment, or empty.</param>
/// <param name="Heading">The last heading before it, without its signs.</param>
public sealed record PageBlock(string Language, string Code, string Mark, string Heading)
{
    private const string FileMark = "file: ";
    private const string NotRunMark = "not run: ";

    public bool IsShell => Language is "sh" or "bash";

    public bool Serves => Mark == "serves";

    public string? File => Mark.StartsWith(FileMark, StringComparison.Ordinal) ? Mark[FileMark.Length..] : null;

    public string? WhyNotRun => Mark.StartsWith(NotRunMark, StringComparison.Ordinal) ? Mark[NotRunMark.Length..] : null;
}
