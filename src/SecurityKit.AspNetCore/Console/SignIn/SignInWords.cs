namespace SecurityKit.AspNetCore;

/// <summary>Why a sign-in did not go on, in words that tell nobody whether an account exists.</summary>
internal static class SignInWords
{
    internal static string Of(SignInStep step) => step switch
    {
        SignInStep.Locked locked => $"Locked after too many failures. Try again in {Moments.Span(locked.RetryAfter)}.",
        SignInStep.Throttled throttled => $"Too many codes were tried. Try again in {Moments.Span(throttled.RetryAfter)}.",
        SignInStep.EmailNotConfirmed => "Confirm your e-mail address first; the link is in your mailbox.",
        SignInStep.InvalidCode => "The code is wrong, was used before, or has expired.",
        SignInStep.SessionRefused => "No session could be started: there are too many, or all were ended just now.",
        SignInStep.InsecureConnection => "Signing in takes https.",
        _ => "The name and the password do not belong together.",
    };
}
