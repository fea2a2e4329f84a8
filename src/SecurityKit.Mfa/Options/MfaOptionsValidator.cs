using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

internal sealed class MfaOptionsValidator : IValidateOptions<MfaOptions>
{
    public ValidateOptionsResult Validate(string? name, MfaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckIssuer(problems, options.Issuer);
        CheckTotp(problems, options.Totp);
        CheckRange(problems, "Budgets:Guesses", options.Budgets.Guesses, 1, 100);
        CheckRange(problems, "Budgets:GuessWindow", options.Budgets.GuessWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        CheckRange(problems, "Budgets:GuessesInARow", options.Budgets.GuessesInARow, 10, 100);
        CheckRange(problems, "Budgets:Deliveries", options.Budgets.Deliveries, 1, 100);
        CheckRange(problems, "Budgets:DeliveriesPerDestination", options.Budgets.DeliveriesPerDestination, 1, 100);
        CheckRange(problems, "Budgets:DeliveriesPerRange", options.Budgets.DeliveriesPerRange, 1, CounterLimit.MaxPermits);
        CheckRange(problems, "Budgets:DeliveryWindow", options.Budgets.DeliveryWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        CheckRange(problems, "Codes:Lifetime", options.Codes.Lifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        CheckRange(problems, "Codes:GuessesPerCode", options.Codes.GuessesPerCode, 1, 5);
        CheckRange(problems, "Policy:EnrollmentGrace", options.Policy.EnrollmentGrace, TimeSpan.Zero, TimeSpan.FromDays(90));
        CheckRange(problems, "TrustedDevices:Lifetime", options.TrustedDevices.Lifetime, TimeSpan.Zero, TimeSpan.FromDays(90));
        if (options.DisabledMethods.Any(method => method is not (MfaMethod.Sms or MfaMethod.Email)))
        {
            problems.Add($"{MfaOptions.Section}:DisabledMethods may name Sms and Email only.");
        }

        CheckPasskeys(problems, options.Passkeys);
        CheckPrefixes(problems, options.Codes.AllowedNumberPrefixes);
        CheckTexts(problems, options.Texts);
        CheckRange(problems, "MaxAuthenticators", options.MaxAuthenticators, 1, 50);
        CheckRange(problems, "EnrollmentLifetime", options.EnrollmentLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        CheckRange(problems, "ChallengeLifetime", options.ChallengeLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
        CheckRange(problems, "StepUpMaxAge", options.StepUpMaxAge, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckIssuer(List<string> problems, string? issuer)
    {
        if (!LabelRules.IsIssuer(issuer))
        {
            problems.Add(
                $"{MfaOptions.Section}:Issuer must be 1 to {LabelRules.MaxIssuerCharacters} characters without a colon or control characters "
                + $"(and at most {LabelRules.MaxIssuerEncodedCharacters} when percent-encoded). Set it to the name your users know you by.");
        }
    }

    private static void CheckTotp(List<string> problems, TotpOptions totp)
    {
        if (!Enum.IsDefined(totp.Algorithm))
        {
            problems.Add($"{MfaOptions.Section}:Totp:Algorithm must be Sha1, Sha256 or Sha512. Leave it out for Sha1.");
        }

        if (totp.Digits is not (6 or 8))
        {
            problems.Add($"{MfaOptions.Section}:Totp:Digits must be 6 or 8. Leave it out for 6.");
        }

        if (!TotpParameters.IsPeriod(totp.Period))
        {
            problems.Add($"{MfaOptions.Section}:Totp:Period must be 15 to 300 whole seconds. Leave it out for 00:00:30.");
        }

        if (!Enum.IsDefined(totp.Tolerance))
        {
            problems.Add($"{MfaOptions.Section}:Totp:Tolerance must be Strict or Lenient. Leave it out for Lenient.");
        }
    }

    private static void CheckPasskeys(List<string> problems, PasskeyOptions passkeys)
    {
        const string Section = MfaOptions.Section + ":Passkeys";
        CheckRange(problems, "Passkeys:PromptLifetime", passkeys.PromptLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
        if (passkeys.RelyingPartyId is not { } domain)
        {
            if (passkeys.Origins.Count > 0)
            {
                problems.Add($"{Section}:Origins is set without {Section}:RelyingPartyId. Name the domain that the passkeys are bound to.");
            }

            return;
        }

        if (!PasskeyOrigin.IsDomain(domain))
        {
            problems.Add($"{Section}:RelyingPartyId must be a domain in lower case, such as example.com, without scheme and port; an address does not do. For tests on one machine use localhost.");
        }
        else if (passkeys.Origins.Any(origin => !PasskeyOrigin.IsOriginOf(origin, domain)))
        {
            problems.Add($"{Section}:Origins must each be https:// and the domain of {Section}:RelyingPartyId or one below it, with the port where it is not 443, and nothing after that.");
        }
    }

    private static void CheckPrefixes(List<string> problems, IList<string> prefixes)
    {
        var isEach = prefixes.All(prefix => prefix is { Length: > 1 and <= 16 } && prefix[0] == '+' && prefix.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);
        if (!isEach)
        {
            problems.Add($"{MfaOptions.Section}:Codes:AllowedNumberPrefixes must each be a plus sign and digits, such as +49.");
        }
    }

    private static void CheckTexts(List<string> problems, IDictionary<string, MfaTexts> texts)
    {
        foreach (var (language, text) in texts)
        {
            var holdsCode = text is not null && new[] { text.Sms, text.EmailBody }.All(t => t?.Contains("{code}", StringComparison.Ordinal) == true);
            if (!holdsCode)
            {
                problems.Add($"{MfaOptions.Section}:Texts:{language} must contain {{code}} in Sms and EmailBody. Leave a text out for English.");
            }
            else if (text!.EmailTitle.Contains("{code}", StringComparison.Ordinal))
            {
                problems.Add($"{MfaOptions.Section}:Texts:{language}:EmailTitle must not contain {{code}}: it is shown on locked screens. Put it into EmailBody.");
            }
        }
    }

    private static void CheckRange<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add($"{MfaOptions.Section}:{option} must be {min} to {max}. Leave it out for the default.");
        }
    }
}
