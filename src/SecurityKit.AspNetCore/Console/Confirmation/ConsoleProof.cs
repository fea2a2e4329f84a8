using Microsoft.Extensions.Options;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// The step-up in a form: a code of a second factor, unless one was given a short while ago; the password where there is no second factor.
/// </summary>
internal static class ConsoleProof
{
    private const string MethodField = "method";
    private const string CodeField = "code";
    private const string PasswordField = "password";
    private const string SendField = "send";

    private static readonly (MfaMethod Method, string Name)[] Names =
    [
        (MfaMethod.Totp, "Authenticator app"), (MfaMethod.Sms, "Text message"), (MfaMethod.Email, "E-mail"), (MfaMethod.RecoveryCode, "Recovery code"),
        (MfaMethod.Passkey, "Passkey"),
    ];

    /// <summary>Whether it is proven by typing.</summary>
    internal static bool IsTyped(MfaMethod method) => method != MfaMethod.Passkey;

    internal static string NameOf(MfaMethod method) => Array.Find(Names, known => known.Method == method).Name ?? MfaMethods.NameOf(method);

    internal static async ValueTask<ProofNeed> NeedAsync(ConsoleRequest request, bool takesSecondFactor)
    {
        // All it may do is set up a factor; whether it still may is asked where it does.
        if (request.Session is { IsForEnrollment: true })
        {
            return new ProofNeed(ProofKind.Given, []);
        }

        var mfa = request.FindService<MfaManager>();
        var status = mfa is null ? null : await mfa.GetStatusAsync(request.Subject, request.Aborted).ConfigureAwait(false);
        if (status is not { IsEnabled: true })
        {
            return new ProofNeed(takesSecondFactor ? ProofKind.Enrollment : ProofKind.Password, []);
        }

        var session = request.Session!;
        var maxAge = request.Service<IOptionsMonitor<MfaOptions>>().CurrentValue.StepUpMaxAge;
        if (!session.RequiresStepUp && session.Level >= AssuranceLevel.Two && AssuranceCalculator.SecondFactorAt(session.Factors) is { } at
            && AssuranceCalculator.IsFresh(at, request.Now, maxAge))
        {
            return new ProofNeed(ProofKind.Given, []);
        }

        return new ProofNeed(ProofKind.Code, CodesOf(status)) { TakesPasskey = status.Authenticators.Any(a => a.Method == MfaMethod.Passkey) };
    }

    /// <param name="request">The request.</param>
    /// <param name="need">What it takes.</param>
    /// <param name="returnTo">The page to come back to from the host's own step-up page.</param>
    internal static Markup Fields(ConsoleRequest request, ProofNeed need, string returnTo) => need.Kind switch
    {
        ProofKind.Given => Markup.Of($"<p class=\"quiet\">You gave your second factor a short while ago, so it is not asked for again.</p>"),
        ProofKind.Password => Markup.Of($"""
            <div class="field"><label for="proof">Your password</label>
            <input id="proof" type="password" name="{PasswordField}" autocomplete="current-password" required></div>
            """),
        ProofKind.Code => Markup.Of(
            $"{Markup.When(need.TakesPasskey, () => PasskeyWay(request, need, returnTo))}{Markup.When(need.Methods.Count > 0, () => CodeFields(need.Methods))}"),
        _ => Markup.Of($"""
            <p>This takes a second factor, and you have none. <a href="{request.Link(ConsolePaths.Authenticators)}">Set one up</a> first.</p>
            """),
    };

    /// <summary>Sends a code, when that is what the form asks for.</summary>
    /// <returns>What to tell; null when it asks for something else.</returns>
    internal static async ValueTask<Markup?> SendAsync(ConsoleRequest request, ProofNeed need)
    {
        var wanted = await request.FieldAsync(SendField, InputLimits.Code).ConfigureAwait(false);
        if (wanted.Length == 0 || need.Kind != ProofKind.Code || !MfaMethods.TryParse(wanted, out var method) || !need.Methods.Contains(method))
        {
            return null;
        }

        return await request.Service<MfaManager>().SendStepUpCodeAsync(request.Subject, method, cancellationToken: request.Aborted).ConfigureAwait(false) switch
        {
            MfaDelivery.Sent sent => ConsoleLayout.Good($"A code is on its way to {sent.MaskedDestination}."),
            MfaDelivery.Throttled throttled => ConsoleLayout.Bad($"Too many codes were sent. Try again in {Moments.Span(throttled.RetryAfter)}."),
            _ => ConsoleLayout.Bad("The code could not be sent."),
        };
    }

    internal static async ValueTask<ProofResult> CheckAsync(ConsoleRequest request, ProofNeed need) => need.Kind switch
    {
        ProofKind.Given => new ProofResult(request.Session, null),
        ProofKind.Password => await CheckPasswordAsync(request).ConfigureAwait(false),
        ProofKind.Code => await CheckCodeAsync(request, need.Methods).ConfigureAwait(false),
        _ => new ProofResult(null, "This takes a second factor, and you have none."),
    };

    internal static Markup CodeFields(IReadOnlyList<MfaMethod> methods) => Markup.Of($"""
        <fieldset><legend>Confirm it is you</legend>
        {methods.Select((method, i) => Choice(method, i == 0))}
        <div class="field"><label for="code">Code</label>
        <input id="code" class="code" name="{CodeField}" inputmode="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="64"></div>
        {methods.Where(IsSent).Select(method => Markup.Of($"<button class=\"second small\" name=\"{SendField}\" value=\"{MfaMethods.NameOf(method)}\">Send a code by {NameOf(method).ToLowerInvariant()}</button> "))}
        </fieldset>
        """);

    private static Markup PasskeyWay(ConsoleRequest request, ProofNeed need, string returnTo)
    {
        if (request.Service<IOptionsMonitor<BrowserOptions>>().CurrentValue.StepUpPath is { } page)
        {
            return Markup.Of($"""
                <p><a class="button second" href="{Redirects.UrlOf(request.Context, page, returnTo)}">Use your passkey</a> You come back here afterwards.</p>
                """);
        }

        return Markup.When(
            need.Methods.Count == 0, () => Markup.Of($"<p>Your second factor is a passkey, which cannot be asked for here. Sign in with it again, then come back.</p>"));
    }

    private static MfaMethod[] CodesOf(MfaStatus status)
    {
        var methods = status.Authenticators.Select(a => a.Method).Where(IsTyped).Distinct().Order().ToList();
        if (status.RecoveryCodesLeft > 0)
        {
            methods.Add(MfaMethod.RecoveryCode);
        }

        return [.. methods];
    }

    private static bool IsSent(MfaMethod method) => method is MfaMethod.Sms or MfaMethod.Email;

    private static Markup Choice(MfaMethod method, bool isFirst)
    {
        var name = MfaMethods.NameOf(method);
        var chosen = isFirst ? Markup.Of($" checked") : default;
        return Markup.Of($"""
            <div class="choice"><input type="radio" name="{MethodField}" id="method-{name}" value="{name}"{chosen}><label for="method-{name}">{NameOf(method)}</label></div>
            """);
    }

    private static async ValueTask<ProofResult> CheckPasswordAsync(ConsoleRequest request)
    {
        var password = await request.FieldAsync(PasswordField, InputLimits.Password).ConfigureAwait(false);
        return await request.Service<AccountManager>().CheckPasswordAsync(request.Subject, password, request.Aborted).ConfigureAwait(false) switch
        {
            PasswordCheckOutcome.Verified => new ProofResult(request.Session, null),
            PasswordCheckOutcome.Locked locked => new ProofResult(null, $"Too many wrong passwords. Try again in {Moments.Span(locked.RetryAfter)}."),
            _ => new ProofResult(null, "The password is wrong. Nothing was done."),
        };
    }

    private static async ValueTask<ProofResult> CheckCodeAsync(ConsoleRequest request, IReadOnlyList<MfaMethod> methods)
    {
        var named = await request.FieldAsync(MethodField, InputLimits.Code).ConfigureAwait(false);
        var code = await request.FieldAsync(CodeField, InputLimits.Code).ConfigureAwait(false);
        if (!MfaMethods.TryParse(named, out var method) || !methods.Contains(method) || code.Length == 0)
        {
            return new ProofResult(null, "Choose a method and enter its code. Nothing was done.");
        }

        return await request.Service<SignInFlow>().StepUpAsync(request.Context, method, code, request.Aborted).ConfigureAwait(false) switch
        {
            StepUpOutcome.SteppedUp done => new ProofResult(done.Session, null),
            StepUpOutcome.Throttled throttled => new ProofResult(null, $"Too many codes were tried. Try again in {Moments.Span(throttled.RetryAfter)}."),
            _ => new ProofResult(null, "The code is wrong or was used before. Nothing was done."),
        };
    }
}
