namespace SecurityKit.AspNetCore;

/// <summary>The console's pages, below its prefix.</summary>
internal static class ConsolePaths
{
    internal const string Style = "/console.css";
    internal const string SignIn = "/sign-in";
    internal const string Code = "/sign-in/code";
    internal const string SignOut = "/sign-out";
    internal const string StepUp = "/step-up";
    internal const string Denied = "/denied";
    internal const string Overview = "/";
    internal const string Devices = "/devices";
    internal const string Authenticators = "/authenticators";
    internal const string RecoveryCodes = "/recovery-codes";
    internal const string ApiKeys = "/api-keys";
    internal const string Password = "/password";
    internal const string Accounts = "/operator/accounts";
    internal const string Sessions = "/operator/sessions";
    internal const string SignIns = "/operator/sign-ins";
    internal const string Keys = "/operator/keys";
    internal const string Events = "/operator/events";
    internal const string Posture = "/operator/posture";
}
