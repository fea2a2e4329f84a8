using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>What the database refuses and the store expects is an answer: anybody who registers a name again would fill the log.</summary>
[TestFixture]
public sealed class OrdinaryConflictTests
{
    [Test]
    public async Task ANameThatIsTaken_IsAnswered_AndIsNoWarningInTheLog([Values] DatabaseProvider provider)
    {
        var loud = new List<string>();
        await using var database = await TestDatabase.CreateAsync(
            provider, configure: kit => kit.AddTestCrypto().AddIdentity().Services.AddLogging(logging => logging.AddProvider(new LoudLines(loud))));
        var accounts = database.Get<AccountManager>();
        var registration = new RegisterRequest("taken", null, "a long and quiet passphrase");
        Assert.That(await accounts.RegisterAsync(registration), Is.InstanceOf<RegistrationOutcome.Registered>());

        Assert.That(await accounts.RegisterAsync(registration), Is.InstanceOf<RegistrationOutcome.NameTaken>());

        Assert.That(loud, Is.Empty);
    }

    private sealed class LoudLines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (lines)
                {
                    lines.Add(formatter(state, exception));
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
