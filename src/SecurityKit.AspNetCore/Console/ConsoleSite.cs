using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>One mapped console.</summary>
/// <param name="Prefix">Below which path.</param>
internal sealed record ConsoleSite(PathString Prefix)
{
    internal BrowserPages Pages { get; } = new(
        Prefix + ConsolePaths.SignIn, Prefix + ConsolePaths.StepUp, Prefix + ConsolePaths.Authenticators, Prefix + ConsolePaths.Denied);
}
