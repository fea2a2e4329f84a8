using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Encryption;

/// <summary>The host learns why an envelope did not open; the caller learns only that it did not.</summary>
public sealed class EnvelopeDiagnosticsTests
{
    private static readonly byte[] Secret = "a secret that no log may show"u8.ToArray();

    private ManualClock _clock = null!;
    private LineLogger _log = null!;
    private TestCrypto _crypto = null!;
    private IEncryptor _encryptor = null!;

    [SetUp]
    public async Task Create()
    {
        _clock = new ManualClock();
        _log = new LineLogger();
        _crypto = await TestCrypto.CreateAsync(_clock, services: s => s.AddSingleton<ILoggerProvider>(_log).AddLogging().AddMetrics());
        _encryptor = _crypto.Encryptor.ForPurpose("test");
    }

    [TearDown]
    public async Task Dispose()
    {
        await _crypto.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task Every_cause_has_a_diagnostic_of_its_own_and_all_have_one_outward_answer()
    {
        var good = _encryptor.Encrypt(Secret);
        var causes = new List<(string Expected, Action Attempt)>
        {
            ("Malformed", () => _encryptor.Decrypt(good.AsSpan(0, 40))),
            ("UnknownVersion", () => _encryptor.Decrypt(With(good, 0, 2))),
            ("UnknownAlgorithm", () => _encryptor.Decrypt(With(good, 1, 99))),
            ("UnknownAlgorithm", () => _encryptor.Decrypt(With(good, 1, (byte)EncryptionAlgorithm.ChaCha20Poly1305))),
            ("UnknownKey", () => _encryptor.Decrypt(With(good, EnvelopeFormat.KeyIdOffset, (byte)~good[EnvelopeFormat.KeyIdOffset]))),
            ("WrongCommitment", () => _crypto.Encryptor.ForPurpose("other").Decrypt(good)),
            ("NotAuthentic", () => _encryptor.Decrypt(With(good, good.Length - 1, (byte)~good[^1]))),
            ("NotAuthentic", () => _encryptor.Decrypt(good, "elsewhere"u8)),
        };
        var (reasons, answers) = Observe(causes);

        var first = (await _crypto.KeyRings.GetStatusAsync()).CurrentKeyId;
        await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        _clock.Advance(TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromDays(60));
        causes.Add(("KeyExpired", () => _encryptor.Decrypt(good)));
        var (expired, expiredAnswers) = Observe(causes[^1..]);
        await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, first, "test");
        causes.Add(("KeyRevoked", () => _encryptor.Decrypt(good)));
        var (revoked, revokedAnswers) = Observe(causes[^1..]);
        await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, first, "test");
        causes.Add(("KeyDestroyed", () => _encryptor.Decrypt(good)));
        var (destroyed, destroyedAnswers) = Observe(causes[^1..]);

        Assert.That((string[])[.. reasons, .. expired, .. revoked, .. destroyed], Is.EqualTo(causes.Select(c => c.Expected)));
        Assert.That(((string[])[.. answers, .. expiredAnswers, .. revokedAnswers, .. destroyedAnswers]).Distinct().Count(), Is.EqualTo(1));
        foreach (var (expected, _) in causes)
        {
            Assert.That(_log.Lines.Any(line => line.Contains($"Decryption failed: {expected}, ring data, purpose", StringComparison.Ordinal)), expected);
        }

        Assert.That(_log.Lines, Has.None.Contains("a secret"));
    }

    /// <summary>The reasons as the metric counted them, and what the caller saw.</summary>
    private (string[] Reasons, string[] Answers) Observe(IReadOnlyList<(string Expected, Action Attempt)> causes)
    {
        var reasons = new List<string>();
        var factory = _crypto.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "securitykit.crypto.decryption.failures" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => reasons.Add((string)tags[0].Value!));
        listener.Start();
        var answers = causes.Select(cause =>
        {
            var failure = Assert.Throws<DecryptionFailedException>(() => cause.Attempt(), cause.Expected)!;
            return $"{failure.GetType()} {failure.Message} {failure.InnerException} {failure.Data.Count} {failure.HResult}";
        }).ToArray();
        return ([.. reasons], answers);
    }

    private static byte[] With(byte[] envelope, int at, byte value)
    {
        var changed = envelope.ToArray();
        changed[at] = value;
        return changed;
    }

    private sealed class LineLogger : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
