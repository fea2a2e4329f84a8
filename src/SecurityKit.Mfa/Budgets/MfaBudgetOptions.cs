namespace SecurityKit.Mfa;

/// <summary>How often codes may be guessed. Passwords are counted elsewhere and never here.</summary>
public sealed class MfaBudgetOptions
{
    /// <summary>Wrong codes a subject has for one method in any <see cref="GuessWindow"/>; 1 to 100. Right ones cost nothing.</summary>
    /// <value>Default: 5.</value>
    public int Guesses { get; set; } = 5;

    /// <summary>How long a wrong code counts; 1 minute to 1 day.</summary>
    /// <value>Default: 1 hour.</value>
    public TimeSpan GuessWindow { get; set; } = TimeSpan.FromHours(1);
}
