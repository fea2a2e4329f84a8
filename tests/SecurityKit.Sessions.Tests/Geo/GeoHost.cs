using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecurityKit.Geo;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>A host with a geo database in a folder of its own, and what it logs and counts.</summary>
internal sealed class GeoHost : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sk-geo-").FullName;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _counted = new();
    private readonly Lazy<IHost> _host;

    internal GeoHost(Action<GeoOptions>? configure = null, Action<IServiceCollection>? arrange = null)
    {
        File = Path.Combine(_folder, "city.mmdb");
        _host = new Lazy<IHost>(() =>
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddMetrics();
            builder.Logging.AddProvider(this);
            arrange?.Invoke(builder.Services);
            builder.Services.AddSecurityKit().AddGeoDatabase(o =>
            {
                o.DatabaseFile = File;
                configure?.Invoke(o);
            });
            return builder.Build();
        });
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GeoMetrics.MeterName && instrument.Meter.Scope == _host.Value.Services.GetService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _counted.Enqueue($"{instrument.Name}:{tags[0].Value}"));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _counted.Enqueue($"{instrument.Name}:{value}"));
        _listener.Start();
    }

    internal ManualClock Clock { get; } = new();

    internal string File { get; }

    internal ConcurrentQueue<(int Id, string Text)> Logged { get; } = new();

    internal IServiceProvider Services => _host.Value.Services;

    internal GeoDatabase Database => Services.GetRequiredService<GeoDatabase>();

    internal string[] Counted
    {
        get
        {
            _listener.RecordObservableInstruments();
            return [.. _counted];
        }
    }

    internal ValueTask<GeoPoint?> LocateAsync(string network) => Services.GetRequiredService<IGeoResolver>().LocateAsync(network, CancellationToken.None);

    internal Task StartAsync() => _host.Value.StartAsync();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
        // The container disposes of its providers; there is nothing to free.
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.IsValueCreated)
        {
            await _host.Value.StopAsync();
            _host.Value.Dispose();
        }

        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
