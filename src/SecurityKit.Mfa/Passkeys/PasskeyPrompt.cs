namespace SecurityKit.Mfa;

/// <summary>What opens the browser's dialogue, and what is needed to judge its answer.</summary>
/// <param name="OptionsJson">The options for <c>navigator.credentials</c>, in the JSON form of WebAuthn level 3. Fit for the client.</param>
/// <param name="State">What the verification needs again. Stays on the server.</param>
public sealed record PasskeyPrompt(string OptionsJson, string State)
{
    /// <summary>Nothing of either.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(PasskeyPrompt);
}
