using System.Collections.Concurrent;
using System.Diagnostics;

namespace SecurityKit.Testing;

/// <summary>Listens to one package's spans, and keeps those that what the test itself does has made.</summary>
public sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly Activity _root = new("test");
    private readonly ActivityListener _listener;

    public SpanRecorder(string source)
    {
        _root.SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _root.TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>Name and outcome of each span, in the order in which they ended.</summary>
    public IReadOnlyList<string> Outcomes => [.. _spans.Select(s => $"{s.OperationName} {s.GetTagItem("securitykit.outcome")}".TrimEnd())];

    /// <summary>Everything that a span would tell a collector, as one text.</summary>
    public string Everything => string.Join(
        '\n', _spans.Select(s => $"{s.DisplayName} {s.StatusDescription} {string.Join(' ', s.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', s.Events.Select(e => e.Name))} {string.Join(' ', s.Baggage)}"));

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }
}
