using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Creates an account and signs in with it.</summary>
[NetworkThrottle(ThrottleKind.Registration)]
public sealed class SignUpModel(AccountManager accounts, PasswordPolicy policy, SignInFlow signIn) : PortalPageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>A new account has no second factor, so its password is longer.</summary>
    public int MinPasswordLength => policy.GetMinLength(hasSecondFactor: false);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var userName = UserName ?? string.Empty;
        var password = Password ?? string.Empty;
        var email = string.IsNullOrWhiteSpace(Email) ? null : Email;
        switch (await accounts.RegisterAsync(new RegisterRequest(userName, email, password), cancellationToken))
        {
            case RegistrationOutcome.Registered:
                var step = await signIn.SignInAsync(HttpContext, userName, password, SignInMode.Cookie, cancellationToken);
                return step is SignInStep.SignedIn ? Redirect("/?done=registered") : Redirect("/account/sign-in");
            case RegistrationOutcome.Refused refused:
                return ShowProblems(refused.Problems, "userName", "email", "password");
            default:
                return ShowProblems([new InputProblem("userName", "name_taken", "This name, or one that looks like it, is taken.")], "userName");
        }
    }
}
