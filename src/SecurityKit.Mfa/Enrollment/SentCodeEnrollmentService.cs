using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Sets up authenticators that get their codes by text message or e-mail.</summary>
internal sealed class SentCodeEnrollmentService(
    PendingAuthenticators pending, CodeSender codes, DestinationProtector destinations, IAuthenticatorStore store,
    IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<SentCodeEnrollmentStart> BeginAsync(
        string subject, MfaMethod method, string? destination, string? name, CancellationToken cancellationToken)
    {
        if (!codes.CanSend(method))
        {
            return new SentCodeEnrollmentStart.Unavailable();
        }

        var problems = new List<InputProblem>();
        var target = CheckDestination(problems, method, destination);
        if (name is not null)
        {
            LabelRules.CheckName(problems, name);
        }

        if (problems.Count > 0 || target is null)
        {
            return new SentCodeEnrollmentStart.Refused(problems);
        }

        var id = PendingAuthenticators.NewId();
        var shown = name?.Trim() ?? Destinations.Mask(method, target);
        var authenticator = await pending.TryAddAsync(
            subject, id, method, shown, destinations.Protect(target, id, subject), cancellationToken).ConfigureAwait(false);
        if (authenticator is null)
        {
            return new SentCodeEnrollmentStart.LimitReached(options.CurrentValue.MaxAuthenticators);
        }

        var delivery = await codes.SendAsync(authenticator, EnrollmentService.ScopeOf(authenticator), cancellationToken).ConfigureAwait(false);
        if (delivery is MfaDelivery.Sent sent)
        {
            return new SentCodeEnrollmentStart.Started(id, sent.MaskedDestination, sent.ExpiresAt);
        }

        await store.RemoveAsync(subject, id, keepLast: false, cancellationToken).ConfigureAwait(false);
        return delivery switch
        {
            MfaDelivery.Throttled throttled => new SentCodeEnrollmentStart.Throttled(throttled.RetryAfter),
            MfaDelivery.Unavailable => new SentCodeEnrollmentStart.Unavailable(),
            _ => new SentCodeEnrollmentStart.NotSent(),
        };
    }

    private string? CheckDestination(List<InputProblem> problems, MfaMethod method, string? destination)
    {
        if (string.IsNullOrWhiteSpace(destination))
        {
            problems.Add(new InputProblem("destination", "required", "Say where the codes go."));
            return null;
        }

        if (Destinations.Normalize(method, destination) is not { } normalized)
        {
            var rule = method == MfaMethod.Sms
                ? "A number begins with + and the country's code, and has 8 to 15 digits."
                : "An e-mail address has the form name@example.com.";
            problems.Add(new InputProblem("destination", "invalid_format", rule));
            return null;
        }

        var allowed = options.CurrentValue.Codes.AllowedNumberPrefixes;
        if (method == MfaMethod.Sms && allowed.Count > 0 && !allowed.Any(prefix => normalized.StartsWith(prefix, StringComparison.Ordinal)))
        {
            problems.Add(new InputProblem("destination", "not_allowed", "Text messages are not sent to numbers of this country."));
            return null;
        }

        return normalized;
    }
}
