using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>A host of the kit over real Kestrel on a free port.</summary>
public sealed class KitHost : IAsyncDisposable
{
    public const string Prefix = "/api/v1/security";

    private readonly WebApplication _app;

    private KitHost(WebApplication app, ManualClock clock, EventList events, LogList logs, Uri address)
    {
        _app = app;
        Clock = clock;
        Events = events;
        Logs = logs;
        Address = address;
    }

    public ManualClock Clock { get; }

    public EventList Events { get; }

    public LogList Logs { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<KitHost> StartAsync(KitHostSetup? setup = null)
    {
        setup ??= new KitHostSetup();
        var events = new EventList();
        var logs = new LogList();
        var clock = setup.Clock ?? new ManualClock(TimeProvider.System.GetUtcNow());
        var app = Build(setup, clock, events, logs);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last();
        return new KitHost(app, clock, events, logs, new Uri(address));
    }

    public ApiClient Client(bool withCookies = false) => new(this, withCookies);

    /// <summary>Changes a setting as a reloaded configuration file would.</summary>
    public void Change(string key, string? value)
    {
        var configuration = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>What a host's owner does who forgets to stop it.</summary>
    public ValueTask DisposeWithoutStopAsync() => _app.DisposeAsync();

    private static WebApplication Build(KitHostSetup setup, ManualClock clock, EventList events, LogList logs)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = setup.Environment });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            setup.Kestrel(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, setup.Listen);
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(setup.Settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ISecurityEventSink>(events);
        var kit = builder.Services.AddSecurityKit()
            .AddCrypto(o => o.UseMasterKeyFile(setup.MasterKeyFile))
            .AddPasswordHashing(o => (o.MemoryKiB, o.Iterations, o.AllowWeakParameters) = (64, 1, true))
            .AddIdentity()
            .AddMfa(o => o.Issuer = "Contoso")
            .AddSessions(o => o.Tokens.RefreshLeeway = TimeSpan.Zero)
            .AddAspNetCore();
        setup.Kit(kit);
        setup.Services(builder.Services);
        var app = builder.Build();
        setup.Pipeline(app);
        return app;
    }
}
