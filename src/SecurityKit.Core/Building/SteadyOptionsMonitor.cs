using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SecurityKit;

/// <summary>
/// Options that follow their sources, but only to values that pass: a change that does not is logged, and what was in force stays. The first values are refused
/// as by any other monitor. Thread-safe; reading takes no lock.
/// </summary>
internal sealed class SteadyOptionsMonitor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>
    : IOptionsMonitor<TOptions>, IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, TOptions> _values = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _registrations = [];
    private event Action<TOptions, string>? Changed;

    public SteadyOptionsMonitor(
        IOptionsFactory<TOptions> factory, IEnumerable<IOptionsChangeTokenSource<TOptions>> sources, ILogger<SteadyOptionsMonitor<TOptions>> logger)
    {
        _factory = factory;
        _logger = logger;
        foreach (var source in sources)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Follow, source.Name ?? Options.DefaultName));
        }
    }

    public TOptions CurrentValue => Get(Options.DefaultName);

    public TOptions Get(string? name)
    {
        var key = name ?? Options.DefaultName;
        return _values.TryGetValue(key, out var value) ? value : _values.GetOrAdd(key, _factory.Create(key));
    }

    public IDisposable OnChange(Action<TOptions, string> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Changed += listener;
        return new Listening(this, listener);
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void Follow(string name)
    {
        TOptions value;
        try
        {
            value = _factory.Create(name);
        }
        catch (Exception exception)
        {
            CoreLog.OptionsRefused(_logger, typeof(TOptions).Name, exception);
            return;
        }

        _values[name] = value;
        Changed?.Invoke(value, name);
    }

    private sealed class Listening(SteadyOptionsMonitor<TOptions> monitor, Action<TOptions, string> listener) : IDisposable
    {
        public void Dispose() => monitor.Changed -= listener;
    }
}
