namespace SecurityKit.AspNetCore;

/// <summary>What a page says after something was done. The query names a notice by a word of this list; nothing else of it is shown.</summary>
internal static class ConsoleNotices
{
    internal const string Parameter = "done";
    internal const string SessionEnded = "session-ended";
    internal const string SessionsEnded = "sessions-ended";
    internal const string DeviceForgotten = "device-forgotten";
    internal const string AuthenticatorRemoved = "authenticator-removed";
    internal const string KeyRevoked = "key-revoked";
    internal const string KeysResumed = "keys-resumed";
    internal const string PasswordChanged = "password-changed";
    internal const string RotationBegun = "rotation-begun";

    private const int MaxLength = 32;

    internal static Markup Of(ConsoleRequest request) => request.Query(Parameter, MaxLength) switch
    {
        SessionEnded => ConsoleLayout.Good("The session is ended. What it carried is refused everywhere from now on."),
        SessionsEnded => ConsoleLayout.Good("The sessions are ended. What they carried is refused everywhere from now on."),
        DeviceForgotten => ConsoleLayout.Good("The device asks for a second factor again at its next sign-in."),
        AuthenticatorRemoved => ConsoleLayout.Good("The authenticator is removed."),
        KeyRevoked => ConsoleLayout.Good("The API key is revoked and refused from now on."),
        KeysResumed => ConsoleLayout.Good("The API keys are in use again."),
        PasswordChanged => ConsoleLayout.Good("The password is changed, and all other sessions are ended."),
        RotationBegun => ConsoleLayout.Good("The rotation has begun. The next key takes over as soon as every node can know it."),
        _ => default,
    };
}
