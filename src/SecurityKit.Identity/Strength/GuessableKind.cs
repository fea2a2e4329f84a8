namespace SecurityKit.Identity;

internal enum GuessableKind
{
    Characters,
    PersonalWord,
    CommonWord,
    KeyboardPattern,
    Repetition,
    Sequence,
    Date,
}
