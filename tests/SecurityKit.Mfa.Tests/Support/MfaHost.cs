using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Support;

/// <summary>The package as a host would have it, on a clock that stands still.</summary>
internal sealed class MfaHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal MfaHost(Action<MfaOptions>? configure = null, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IEncryptor>(new FixedKeyEncryptor(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        services.AddSingleton<IKeyedHasher>(new TestKeyedHasher());
        services.AddSingleton<ISecurityEventSink>(Sink);
        services.AddSingleton<ILoggerProvider>(Logs);
        services.AddSingleton<IMessageSender>(Sender);
        services.AddSingleton<ISubjectRoles>(Roles);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        more?.Invoke(services);
        services.AddSecurityKit().AddMfa(configure);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Mfa = _services.GetRequiredService<MfaManager>();
    }

    internal ManualClock Clock { get; } = new();

    internal RecordingSink Sink { get; } = new();

    internal RecordingSender Sender { get; } = new();

    internal FixedRoles Roles { get; } = new();

    internal RecordingLoggerProvider Logs { get; } = new();

    internal MfaManager Mfa { get; }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What a session holds right after password and TOTP.</summary>
    internal AuthenticationFactor[] FreshFactors() => [new("pwd", Clock.GetUtcNow()), new("otp", Clock.GetUtcNow())];

    internal AuthenticationFactor[] PasswordOnly() => [new("pwd", Clock.GetUtcNow())];

    internal async Task<TestPhone> EnrollPhoneAsync(string subject, string name = "phone")
    {
        var started = (TotpEnrollmentStart.Started)await Mfa.BeginTotpEnrollmentAsync(subject, $"{subject}@example.com", name);
        var phone = new TestPhone(started.Enrollment, Clock);
        var confirmed = (MfaConfirmation.Confirmed)await Mfa.ConfirmAsync(subject, phone.AuthenticatorId, phone.Code());
        phone.RecoveryCodes = confirmed.RecoveryCodes;
        Clock.Advance(TimeSpan.FromSeconds(30));
        return phone;
    }

    internal async Task<string> EnrollSentAsync(string subject, MfaMethod method, string destination)
    {
        var started = (SentCodeEnrollmentStart.Started)await Mfa.BeginSentCodeEnrollmentAsync(subject, method, destination);
        if (await Mfa.ConfirmAsync(subject, started.AuthenticatorId, Sender.LastCode) is not MfaConfirmation.Confirmed)
        {
            throw new InvalidOperationException("The code that was sent did not confirm.");
        }

        return started.AuthenticatorId;
    }

    internal async Task<string> ChallengeAsync(string subject) =>
        ((MfaSignIn.ChallengeRequired)await Mfa.BeginSignInAsync(subject, PasswordOnly())).Challenge.Token;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
