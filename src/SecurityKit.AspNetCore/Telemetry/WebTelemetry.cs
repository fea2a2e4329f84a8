using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SecurityKit.AspNetCore;

/// <summary>
/// What this package counts and traces, under the name <c>SecurityKit.AspNetCore</c>. Tags have a fixed set of values: schemes and statuses. Costs two
/// reads of a field where nobody listens.
/// </summary>
internal sealed class WebTelemetry : IDisposable
{
    internal const string Name = "SecurityKit.AspNetCore";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _throttled;

    public WebTelemetry(IMeterFactory? meterFactory = null)
    {
        _meter = meterFactory?.Create(Name) ?? new Meter(Name);
        _authentications = _meter.CreateCounter<long>("securitykit.web.authentications", "{credential}", "Credentials that were checked, by scheme and status");
        _throttled = _meter.CreateCounter<long>("securitykit.web.throttled", "{call}", "Calls that were refused because their network had made too many, by budget");
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    /// <summary>A span around the checking of a credential; null where nobody listens.</summary>
    internal Activity? Begin(string scheme)
    {
        var activity = _source.StartActivity("securitykit.authenticate");
        activity?.SetTag("securitykit.scheme", scheme);
        return activity;
    }

    internal void Throttled(string budget) => _throttled.Add(1, new KeyValuePair<string, object?>("budget", budget));

    internal void Authenticated(Activity? activity, string scheme, CredentialStatus status)
    {
        if (activity is not null || _authentications.Enabled)
        {
            var text = Enum.GetName(status) ?? "Unknown";
            activity?.SetTag("securitykit.status", text);
            _authentications.Add(1, new KeyValuePair<string, object?>("scheme", scheme), new KeyValuePair<string, object?>("status", text));
        }
    }
}
