namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What a page says about the step before. Only these texts can be shown, so a link cannot put words into the portal's mouth.</summary>
public static class Notices
{
    /// <summary>The text of a code, or null.</summary>
    public static string? TextOf(string? code) => code switch
    {
        "registered" => "Your account is ready and you are signed in. Set up an authenticator next, so that a stolen password is not enough.",
        "device-revoked" => "That device is signed out. Its tokens are dead.",
        "device-forgotten" => "From now on that device is asked for a second factor again.",
        "others-revoked" => "All other devices are signed out.",
        "authenticator-removed" => "The authenticator is removed.",
        "authenticator-renamed" => "The authenticator has its new name.",
        "authenticator-added" => "The authenticator is active.",
        "password-changed" => "Your password is changed, and all other devices are signed out.",
        "note-saved" => "Your note is saved.",
        "password-reset" => "Your password is changed. Sign in with it now.",
        "reset-requested" => "If an account has this confirmed address, a mail with a link is on its way.",
        "confirmation-sent" => "A mail with a link is on its way to your address.",
        "email-change-sent" => "A mail with a link is on its way to the new address.",
        "keys-resumed" => "Your API keys are in use again.",
        "signed-out" => "You are signed out.",
        "stepped-up" => "Thank you. You can go on.",
        "key-revoked" => "The API key is revoked.",
        "role-assigned" => "The role is assigned.",
        "role-removed" => "The role is removed. It stops working on every node within a second.",
        _ => null,
    };
}
