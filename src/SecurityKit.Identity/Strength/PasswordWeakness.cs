namespace SecurityKit.Identity;

/// <summary>One reason why a password is easier to guess than it looks.</summary>
/// <param name="Code">A stable snake_case word: <c>personal_word</c>, <c>common_word</c>, <c>keyboard_pattern</c>, <c>repetition</c>, <c>sequence</c>, <c>date</c>, <c>few_characters</c>.</param>
/// <param name="Message">The same in a sentence fit to be shown. Never the password or a part of it.</param>
public sealed record PasswordWeakness(string Code, string Message);
