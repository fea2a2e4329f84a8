using System.Diagnostics.Metrics;

namespace SecurityKit.Crypto;

/// <summary>How long hashing takes and how long it waits for its turn.</summary>
internal sealed class PasswordHashingMetrics : IDisposable
{
    internal const string MeterName = "SecurityKit.Crypto";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    public PasswordHashingMetrics(HashingCapacity capacity, IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _duration = _meter.CreateHistogram<double>(
            "securitykit.crypto.password.duration", "s", "Time to hash or verify one password, without the wait.");
        _wait = _meter.CreateHistogram<double>(
            "securitykit.crypto.password.wait", "s", "Time a password operation waited for threads and memory.");
        _meter.CreateObservableGauge(
            "securitykit.crypto.password.memory", () => capacity.HeldBytes, "By", "Working memory of password hashing, in use or kept.");
        _meter.CreateObservableGauge(
            "securitykit.crypto.password.waiting", () => capacity.Waiting, "{operation}", "Password operations that wait for their turn.");
    }

    internal void Record(string operation, string algorithm, TimeSpan waited, TimeSpan took)
    {
        var operationTag = new KeyValuePair<string, object?>("operation", operation);
        _wait.Record(waited.TotalSeconds, operationTag);
        _duration.Record(took.TotalSeconds, operationTag, new KeyValuePair<string, object?>("algorithm", algorithm));
    }

    public void Dispose() => _meter.Dispose();
}
