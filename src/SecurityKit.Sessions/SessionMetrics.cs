using System.Diagnostics.Metrics;

namespace SecurityKit.Sessions;

/// <summary>Counts what happens to sessions. Tags have a fixed set of values: statuses and the reasons of <see cref="SessionEndReasons"/>.</summary>
internal sealed class SessionMetrics
{
    internal const string MeterName = "SecurityKit.Sessions";

    private static readonly string[] KnownReasons =
    [
        SessionEndReasons.SignedOut, SessionEndReasons.RevokedBySubject, SessionEndReasons.RevokedByAdministrator, SessionEndReasons.Evicted,
        SessionEndReasons.PasswordChanged, SessionEndReasons.AccountDisabled, SessionEndReasons.AccountDeleted,
        SessionEndReasons.RefreshReused, SessionEndReasons.Suspicious,
    ];

    private readonly Counter<long> _starts;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _validations;
    private readonly Counter<long> _tokenValidations;
    private readonly Counter<long> _refreshes;
    private readonly Histogram<double> _durations;

    public SessionMetrics(IMeterFactory? meterFactory = null)
    {
        var meter = meterFactory?.Create(MeterName) ?? new Meter(MeterName);
        _starts = meter.CreateCounter<long>("securitykit.sessions.starts", "{session}", "Sign-ins that asked for a session");
        _ends = meter.CreateCounter<long>("securitykit.sessions.ends", "{session}", "Sessions that were ended before their time");
        _validations = meter.CreateCounter<long>("securitykit.sessions.validations", "{validation}", "Session tokens that were validated");
        _tokenValidations = meter.CreateCounter<long>("securitykit.sessions.access_token.validations", "{validation}", "Access tokens that were validated");
        _refreshes = meter.CreateCounter<long>("securitykit.sessions.refreshes", "{refresh}", "Refresh tokens that were used");
        _durations = meter.CreateHistogram<double>("securitykit.sessions.duration", "s", "How long sessions lasted that were ended before their time");
    }

    internal void Started(SessionStartStatus status) => _starts.Add(1, new KeyValuePair<string, object?>("status", Text(status)));

    internal void Ended(string reason, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("reason", KnownReasons.Contains(reason) ? reason : "other");
        _ends.Add(1, tag);
        _durations.Record(duration.TotalSeconds, tag);
    }

    internal void Validated(SessionValidationStatus status)
    {
        if (_validations.Enabled)
        {
            _validations.Add(1, new KeyValuePair<string, object?>("status", Text(status)));
        }
    }

    internal void Validated(AccessTokenStatus status)
    {
        if (_tokenValidations.Enabled)
        {
            _tokenValidations.Add(1, new KeyValuePair<string, object?>("status", Text(status)));
        }
    }

    internal void Refreshed(RefreshStatus status) => _refreshes.Add(1, new KeyValuePair<string, object?>("status", Text(status)));

    private static string Text<T>(T status)
        where T : struct, Enum => Enum.GetName(status) ?? "unknown";
}
