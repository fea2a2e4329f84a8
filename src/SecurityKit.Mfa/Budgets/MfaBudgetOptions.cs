namespace SecurityKit.Mfa;

/// <summary>How often codes may be guessed and sent. The two are counted apart, and passwords elsewhere.</summary>
public sealed class MfaBudgetOptions
{
    /// <summary>How long a wrong code counts against <see cref="GuessesInARow"/>.</summary>
    internal static readonly TimeSpan RowWindow = TimeSpan.FromDays(30);

    /// <summary>Wrong codes a subject has for one method in any <see cref="GuessWindow"/>; 1 to 100. Right ones cost nothing.</summary>
    /// <value>Default: 5.</value>
    public int Guesses { get; set; } = 5;

    /// <summary>How long a wrong code counts; 1 minute to 1 day.</summary>
    /// <value>Default: 1 hour.</value>
    public TimeSpan GuessWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Wrong codes a subject has for one method within 30 days without a right one in between, whatever the hour allows; 10 to 100
    /// (NIST SP 800-63B allows 100). Then the method rests, and others go on. Recovery codes and passkeys cannot be guessed and are not counted here.
    /// </summary>
    /// <value>Default: 100.</value>
    public int GuessesInARow { get; set; } = 100;

    /// <summary>Codes sent to a subject by one method in any <see cref="DeliveryWindow"/>; 1 to 100.</summary>
    /// <value>Default: 5.</value>
    public int Deliveries { get; set; } = 5;

    /// <summary>
    /// Codes sent to one address or number, whoever asks, in any <see cref="DeliveryWindow"/>; 1 to 100. As many again confirm it while it is being set up,
    /// so that who names somebody else's there does not use up that person's.
    /// </summary>
    /// <value>Default: 5.</value>
    public int DeliveriesPerDestination { get; set; } = 5;

    /// <summary>
    /// Codes sent to numbers that differ in the last four digits only, in any <see cref="DeliveryWindow"/>; 1 to 1000. As many again confirm numbers that
    /// are being set up.
    /// </summary>
    /// <value>Default: 20.</value>
    public int DeliveriesPerRange { get; set; } = 20;

    /// <summary>How long a delivery counts; 1 minute to 1 day.</summary>
    /// <value>Default: 1 hour.</value>
    public TimeSpan DeliveryWindow { get; set; } = TimeSpan.FromHours(1);
}
