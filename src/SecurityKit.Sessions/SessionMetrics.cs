using System.Diagnostics.Metrics;

namespace SecurityKit.Sessions;

/// <summary>Counts what happens to sessions, for meters and for <see cref="SessionAnalytics"/>. Tags have a fixed set of values: statuses and the reasons of <see cref="SessionEndReasons"/>.</summary>
internal sealed class SessionMetrics
{
    internal const string MeterName = "SecurityKit.Sessions";

    private readonly Counter<long> _starts;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _validations;
    private readonly Counter<long> _tokenValidations;
    private readonly Counter<long> _refreshes;
    private readonly Histogram<double> _durations;
    private readonly SessionTallies _tallies;

    public SessionMetrics(SessionTallies tallies, IMeterFactory? meterFactory = null)
    {
        _tallies = tallies;
        var meter = meterFactory?.Create(MeterName) ?? new Meter(MeterName);
        _starts = meter.CreateCounter<long>("securitykit.sessions.starts", "{session}", "Sign-ins that asked for a session");
        _ends = meter.CreateCounter<long>("securitykit.sessions.ends", "{session}", "Sessions that were ended before their time");
        _validations = meter.CreateCounter<long>("securitykit.sessions.validations", "{validation}", "Session tokens that were validated");
        _tokenValidations = meter.CreateCounter<long>("securitykit.sessions.access_token.validations", "{validation}", "Access tokens that were validated");
        _refreshes = meter.CreateCounter<long>("securitykit.sessions.refreshes", "{refresh}", "Refresh tokens that were used");
        _durations = meter.CreateHistogram<double>("securitykit.sessions.duration", "s", "How long sessions lasted that were ended before their time");
    }

    internal void Started(SessionStartStatus status)
    {
        _starts.Add(1, new KeyValuePair<string, object?>("status", Text(status)));
        _tallies.Count(status == SessionStartStatus.Created ? TallyNames.Created : TallyNames.Refused);
    }

    internal void Ended(string reason, TimeSpan duration)
    {
        var known = TallyNames.ReasonOf(reason);
        var tag = new KeyValuePair<string, object?>("reason", known);
        _ends.Add(1, tag);
        _durations.Record(duration.TotalSeconds, tag);
        _tallies.Count(TallyNames.Ended + known);
        _tallies.Count(TallyNames.DurationSeconds, (long)Math.Max(duration.TotalSeconds, 0));
        _tallies.Count(TallyNames.DurationClassOf(duration));
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
