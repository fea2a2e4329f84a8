namespace SecurityKit.Samples.Portal.Pages;

/// <summary>A button that opens the browser's passkey dialogue.</summary>
/// <param name="Ceremony"><c>create</c> or <c>get</c>.</param>
/// <param name="Button">What it says.</param>
/// <param name="ReturnUrl">Where to go afterwards.</param>
public sealed record PasskeyForm(string Ceremony, string Button, string? ReturnUrl)
{
    /// <summary>For how many days this device can be remembered; 0 where that is not offered.</summary>
    public int RememberDays { get; init; }

    /// <summary>Whether the form also asks for a name.</summary>
    public bool AsksForName => Ceremony == "create";
}
