namespace SecurityKit.Identity;

internal static class Weaknesses
{
    private const int FairScore = 60;

    internal static PasswordWeakness Of(GuessableKind kind) => kind switch
    {
        GuessableKind.PersonalWord => new("personal_word", "It contains a word that belongs to you."),
        GuessableKind.CommonWord => new("common_word", "It contains common words, names or passwords."),
        GuessableKind.KeyboardPattern => new("keyboard_pattern", "It follows neighbouring keys."),
        GuessableKind.Repetition => new("repetition", "It repeats itself."),
        GuessableKind.Sequence => new("sequence", "It counts up or down."),
        GuessableKind.Date => new("date", "It contains a date or a year."),
        _ => new("few_characters", "It has too few characters that cannot be foreseen."),
    };

    internal static IReadOnlyList<PasswordWeakness> Of(IReadOnlyList<GuessableMatch> parts, int score)
    {
        var kinds = parts.Select(part => part.Kind).Distinct().Where(kind => kind != GuessableKind.Characters || score < FairScore);
        return [.. kinds.Order().Select(Of)];
    }
}
