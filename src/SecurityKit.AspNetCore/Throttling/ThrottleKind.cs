namespace SecurityKit.AspNetCore;

/// <summary>Which of the budgets in <see cref="ThrottleOptions"/> a route draws from.</summary>
public enum ThrottleKind
{
    /// <summary><see cref="ThrottleOptions.SignIn"/>.</summary>
    SignIn,

    /// <summary><see cref="ThrottleOptions.Registration"/>.</summary>
    Registration,

    /// <summary><see cref="ThrottleOptions.PasswordReset"/>.</summary>
    PasswordReset,
}
