using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>A node with real keys, put together through the kit's own front door.</summary>
internal sealed class SessionHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SessionHost(ManualClock clock, ServiceProvider services, RecordingSink events)
    {
        Clock = clock;
        _services = services;
        Events = events;
    }

    internal ManualClock Clock { get; }

    internal RecordingSink Events { get; }

    internal SessionManager Sessions => Get<SessionManager>();

    internal RefreshManager Refreshes => Get<RefreshManager>();

    internal TokenIssuer Issuer => Get<TokenIssuer>();

    internal TokenValidator Validator => Get<TokenValidator>();

    internal OperationContext Context
    {
        set => Get<IOperationContextAccessor>().Current = value;
    }

    internal static async Task<SessionHost> StartAsync(
        Action<SessionOptions>? configure = null, ManualClock? clock = null, Action<IServiceCollection>? arrange = null,
        Action<CryptoOptions>? crypto = null, byte[]? masterKey = null)
    {
        clock ??= new ManualClock();
        var events = new RecordingSink();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ISecurityEventSink>(events);
        arrange?.Invoke(services);
        services.AddSecurityKit().AddSessions(configure).AddTestCrypto(crypto, masterKey);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();
        return new SessionHost(clock, provider, events);
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal SessionStart Start(string subject = "ada", bool isRenewable = false, string? keyThumbprint = null) => new()
    {
        Subject = subject,
        Factors = [new AuthenticationFactor(AuthenticationMethods.Password, Clock.GetUtcNow())],
        Level = AssuranceLevel.One,
        IsRenewable = isRenewable,
        KeyThumbprint = keyThumbprint,
    };

    internal async Task<SessionGrant> SignInAsync(string subject = "ada", bool isRenewable = false, string? keyThumbprint = null) =>
        (await Sessions.CreateAsync(Start(subject, isRenewable, keyThumbprint))).Grant!;

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
