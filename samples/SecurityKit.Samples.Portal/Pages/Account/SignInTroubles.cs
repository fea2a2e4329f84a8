using SecurityKit.AspNetCore;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What a person reads when a sign-in does not go on. Says no more than the API does.</summary>
internal static class SignInTroubles
{
    internal static string TextOf(SignInStep step) => step switch
    {
        SignInStep.InvalidCredentials => "Name and password do not belong together.",
        SignInStep.InvalidCode => "This code is wrong or was used before.",
        SignInStep.InvalidChallenge => "This sign-in took too long. Begin again with your password.",
        SignInStep.EmailNotConfirmed => "Confirm your e-mail address first.",
        SignInStep.Locked locked => $"Too many failures. Try again in {Minutes(locked.RetryAfter)}.",
        SignInStep.Throttled throttled => $"Too many codes were tried. Try again in {Minutes(throttled.RetryAfter)}.",
        SignInStep.InsecureConnection => "Signing in needs https, or this machine's own address.",
        SignInStep.SessionRefused => "No session could be opened: there are too many, or all were ended meanwhile. Sign in again.",
        _ => "You could not be signed in.",
    };

    private static string Minutes(TimeSpan time) => time.TotalMinutes <= 1 ? "a minute" : $"{(int)Math.Ceiling(time.TotalMinutes)} minutes";
}
