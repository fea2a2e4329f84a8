namespace SecurityKit.Identity;

/// <summary>A part of a password that an attacker would try as a whole.</summary>
/// <param name="Start">Its first place.</param>
/// <param name="End">Its last place.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Log10Guesses">How many guesses it takes alone.</param>
internal readonly record struct GuessableMatch(int Start, int End, GuessableKind Kind, double Log10Guesses)
{
    internal int Length => End - Start + 1;
}
