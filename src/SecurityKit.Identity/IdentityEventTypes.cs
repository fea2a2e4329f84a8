namespace SecurityKit.Identity;

/// <summary>The events this package raises. Those that other packages act upon are in <see cref="SecurityEventTypes"/> and repeated here by reference.</summary>
public static class IdentityEventTypes
{
    /// <summary>An account was registered.</summary>
    public const string Registered = "identity.account.registered";

    /// <summary>A registration was refused; reasons <c>name_taken</c>, <c>invalid_input</c>.</summary>
    public const string RegistrationRefused = "identity.account.registration_refused";

    /// <summary>An e-mail address was confirmed, or (failure) the token did not fit; reasons <c>invalid_token</c>, <c>taken</c>.</summary>
    public const string EmailConfirmed = "identity.email.confirmed";

    /// <summary>A token that confirms an address was made and is being mailed.</summary>
    public const string ConfirmationRequested = "identity.email.confirmation_requested";

    /// <summary>Somebody signed in asked for another e-mail address, and a token is being mailed to it.</summary>
    public const string EmailChangeRequested = "identity.email.change_requested";

    /// <summary>An account has another e-mail address, or (denied) the token did not fit; reasons <c>invalid_token</c>, <c>taken</c>.</summary>
    public const string EmailChanged = "identity.email.changed";

    /// <summary>The address before is being told of the change.</summary>
    public const string EmailChangeNoticed = "identity.email.change_noticed";

    /// <summary>A change of address was taken back from the address before, or (denied) the token did not fit; reasons <c>invalid_token</c>, <c>taken</c>. The password is void then.</summary>
    public const string EmailChangeTakenBack = "identity.email.change_taken_back";

    /// <summary>Mails did not leave; reasons <c>not_sent</c>, <c>stopped</c> (the host ended before), <c>queue_full</c> (for any account). Data: <c>count</c>, <c>kind</c> of a single one.</summary>
    public const string MailFailed = "identity.mail.failed";

    /// <summary>A password sign-in succeeded. A second factor may still follow.</summary>
    public const string PasswordVerified = "identity.sign_in.password_verified";

    /// <summary>An account was found fit to sign in whose holder had proven themselves without the password.</summary>
    public const string SignInAdmitted = "identity.sign_in.admitted";

    /// <summary>A password sign-in failed or was denied; reasons <c>wrong_password</c>, <c>unknown_name</c>, <c>disabled</c>, <c>locked</c>, <c>not_confirmed</c>, <c>changed_meanwhile</c>.</summary>
    public const string SignInFailed = "identity.sign_in.failed";

    /// <summary>Failures have led to a lock.</summary>
    public const string LockedOut = "identity.lockout.started";

    /// <summary>Somebody ended a lock.</summary>
    public const string Unlocked = "identity.lockout.ended";

    /// <summary>A password was changed (reason <c>changed</c>), reset (reason <c>reset</c>) or made void (reason <c>email_change_taken_back</c>): <see cref="SecurityEventTypes.PasswordChanged"/>.</summary>
    public const string PasswordChanged = SecurityEventTypes.PasswordChanged;

    /// <summary>A change or reset of a password was refused; reasons <c>wrong_password</c>, <c>locked</c>, <c>policy</c>, <c>invalid_token</c>, <c>changed_meanwhile</c>, <c>unavailable</c>.</summary>
    public const string PasswordChangeRefused = "identity.password.change_refused";

    /// <summary>A right password was hashed anew with the present algorithm.</summary>
    public const string PasswordRehashed = "identity.password.rehashed";

    /// <summary>A reset token was made and is being mailed.</summary>
    public const string ResetRequested = "identity.password.reset_requested";

    /// <summary>An account was disabled: <see cref="SecurityEventTypes.AccountDisabled"/>.</summary>
    public const string AccountDisabled = SecurityEventTypes.AccountDisabled;

    /// <summary>An account was enabled again.</summary>
    public const string AccountEnabled = "identity.account.enabled";

    /// <summary>An account was deleted: <see cref="SecurityEventTypes.AccountDeleted"/>.</summary>
    public const string AccountDeleted = SecurityEventTypes.AccountDeleted;

    /// <summary>An API key was made; reason <c>rotation</c> when it replaces another. Data: <c>keyId</c>, here and below.</summary>
    public const string ApiKeyCreated = "identity.api_key.created";

    /// <summary>An API key was replaced; it works on for the overlap.</summary>
    public const string ApiKeyRotated = "identity.api_key.rotated";

    /// <summary>An API key was revoked.</summary>
    public const string ApiKeyRevoked = "identity.api_key.revoked";

    /// <summary>An API key of the right form was refused; reasons <c>invalid</c>, <c>revoked</c>, <c>expired</c>, <c>suspended</c>, <c>network</c>, and <c>too_many</c> when one was to be made.</summary>
    public const string ApiKeyRefused = "identity.api_key.refused";

    /// <summary>All API keys of a subject were taken out of use.</summary>
    public const string ApiKeysSuspended = "identity.api_key.suspended";

    /// <summary>A cause by which the API keys of a subject were out of use is gone.</summary>
    public const string ApiKeysResumed = "identity.api_key.resumed";

    /// <summary>A role was added or changed. Data: <c>role</c>.</summary>
    public const string RoleSaved = "identity.role.saved";

    /// <summary>A role was removed with all its assignments. Data: <c>role</c>.</summary>
    public const string RoleDeleted = "identity.role.deleted";

    /// <summary>A subject was given a role. Data: <c>role</c>, <c>scope</c> where there is one.</summary>
    public const string RoleAssigned = "identity.role.assigned";

    /// <summary>A role was taken from a subject.</summary>
    public const string RoleUnassigned = "identity.role.unassigned";

    /// <summary>A subject's clearance was changed. Data: <c>clearance</c>.</summary>
    public const string ClearanceChanged = "identity.clearance.changed";
}
