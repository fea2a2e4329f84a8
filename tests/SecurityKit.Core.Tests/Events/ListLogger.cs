using Microsoft.Extensions.Logging;

namespace SecurityKit.Tests;

/// <summary>Keeps what was logged, exceptions included, as text.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    public List<(int Id, string Text)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Entries)
        {
            Entries.Add((eventId.Id, formatter(state, exception) + exception));
        }
    }

    public void Dispose()
    {
    }
}
