using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    private const string Prefix = SessionOptions.Section + ":";
    private const string Tokens = Prefix + "Tokens:";
    private const string Suspicion = Prefix + "Suspicion:";
    private const int MaxScore = 1000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Range(problems, Prefix + nameof(options.AbsoluteLifetime), options.AbsoluteLifetime, Minute, TimeSpan.FromDays(30));
        Range(problems, Prefix + nameof(options.IdleTimeout), options.IdleTimeout, Minute, options.AbsoluteLifetime);
        Range(problems, Prefix + nameof(options.TouchInterval), options.TouchInterval, Second, options.IdleTimeout / 2);
        Range(problems, Prefix + nameof(options.CleanUpInterval), options.CleanUpInterval, Minute, Day);
        Range(problems, Prefix + nameof(options.MaxSessionsPerSubject), options.MaxSessionsPerSubject, 1, 1000);
        if (!Enum.IsDefined(options.WhenLimitReached))
        {
            problems.Add($"{Prefix}{nameof(options.WhenLimitReached)} is not a known action. Write EvictOldest or Refuse.");
        }

        Validate(options.Tokens, problems);
        Validate(options.Suspicion, problems);
        foreach (var receiver in options.Backchannel)
        {
            if (!receiver.IsUsable || string.IsNullOrWhiteSpace(receiver.Audience))
            {
                problems.Add($"{Prefix}{nameof(options.Backchannel)} has a receiver at '{receiver.Endpoint}' for '{receiver.Audience}'. Set Endpoint to an https URL (http on loopback only) and Audience to the receiver's name.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Validate(TokenOptions tokens, List<string> problems)
    {
        Text(problems, Tokens + nameof(tokens.Issuer), tokens.Issuer);
        Text(problems, Tokens + nameof(tokens.Audience), tokens.Audience);
        Range(problems, Tokens + nameof(tokens.AccessTokenLifetime), tokens.AccessTokenLifetime, Minute, Day);
        Range(problems, Tokens + nameof(tokens.RefreshTokenLifetime), tokens.RefreshTokenLifetime, tokens.AccessTokenLifetime, TimeSpan.FromDays(90));
        Range(problems, Tokens + nameof(tokens.RefreshLeeway), tokens.RefreshLeeway, TimeSpan.Zero, Minute);
        Range(problems, Tokens + nameof(tokens.ClockSkew), tokens.ClockSkew, TimeSpan.Zero, Minute);
        Range(problems, Tokens + nameof(tokens.ProofLifetime), tokens.ProofLifetime, 5 * Second, 5 * Minute);
        Range(problems, Tokens + nameof(tokens.ProofNonceLifetime), tokens.ProofNonceLifetime, 10 * Second, 60 * Minute);
        Range(problems, Tokens + nameof(tokens.VerifiedTokenCacheSize), tokens.VerifiedTokenCacheSize, 0, 1_000_000);
    }

    private static void Validate(SuspicionOptions suspicion, List<string> problems)
    {
        Range(problems, Suspicion + nameof(suspicion.NewDeviceScore), suspicion.NewDeviceScore, 0, MaxScore);
        Range(problems, Suspicion + nameof(suspicion.NewNetworkScore), suspicion.NewNetworkScore, 0, MaxScore);
        Range(problems, Suspicion + nameof(suspicion.ManyAddressesScore), suspicion.ManyAddressesScore, 0, MaxScore);
        Range(problems, Suspicion + nameof(suspicion.ImpossibleTravelScore), suspicion.ImpossibleTravelScore, 0, MaxScore);
        Range(problems, Suspicion + nameof(suspicion.UserAgentChangedScore), suspicion.UserAgentChangedScore, 0, MaxScore);
        Range(problems, Suspicion + nameof(suspicion.MaxAddressesPerHour), suspicion.MaxAddressesPerHour, 1, 100);
        Range(problems, Suspicion + nameof(suspicion.MaxTravelKilometresPerHour), suspicion.MaxTravelKilometresPerHour, 100, 5000);
        Range(problems, Suspicion + nameof(suspicion.RevokeScore), suspicion.RevokeScore ?? 1, 1, int.MaxValue);
        Range(problems, Suspicion + nameof(suspicion.StepUpScore), suspicion.StepUpScore ?? 1, 1, suspicion.RevokeScore ?? int.MaxValue);
    }

    private static void Range<T>(List<string> problems, string option, T value, T from, T to)
        where T : IComparable<T>
    {
        if (value.CompareTo(from) < 0 || value.CompareTo(to) > 0)
        {
            problems.Add($"{option} is {value}. Set it to {from} to {to}.");
        }
    }

    private static void Text(List<string> problems, string option, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add($"{option} is empty. Set it to a name or URL that stands for this host.");
        }
    }
}
