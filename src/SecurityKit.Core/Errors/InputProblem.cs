namespace SecurityKit;

/// <summary>One thing that is wrong with one input.</summary>
/// <param name="Input">The input's name as the caller wrote it in code, camelCase, such as <c>userName</c>.</param>
/// <param name="Code">A stable code in snake_case, such as <c>too_long</c>.</param>
/// <param name="Message">The rule in one sentence, fit to be shown to a person. Never the value itself.</param>
public sealed record InputProblem(string Input, string Code, string Message);
