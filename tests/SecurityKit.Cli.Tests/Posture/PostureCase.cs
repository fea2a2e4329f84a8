namespace SecurityKit.Cli.Tests;

/// <summary>How a host must be set up for a check to pass, and how for it to fail.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="Passes">Sets a host up so that it passes.</param>
/// <param name="Fails">Sets a host up so that it fails.</param>
internal sealed record PostureCase(string CheckId, Action<PostureHost> Passes, Action<PostureHost> Fails)
{
    public override string ToString() => CheckId;
}
