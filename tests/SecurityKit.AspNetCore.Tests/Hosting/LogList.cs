using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>Every line a host logged, at all levels, exceptions included.</summary>
public sealed class LogList : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogList list, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            list._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
