using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps in Redis what it does better than a database.</summary>
public static class SecurityKitRedisBuilderExtensions
{
    /// <summary>
    /// Keeps sessions, counters, leases and the change feed in Redis (a single server, Sentinel or Cluster), whatever database serves the rest
    /// and in whatever order the calls stand. While Redis does not answer, operations fail with <see cref="StoreUnavailableException"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">In the form of StackExchange.Redis: <c>host:6379,password=...,ssl=true</c>; several nodes separated by commas.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public static ISecurityKitBuilder UseRedis(this ISecurityKitBuilder builder, string connectionString, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        EnsureParses(connectionString);

        var services = builder.Services;
        var options = services.AddKitOptions<RedisOptions>(RedisOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        services.AddSingleton(new RedisChoice(connectionString));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, RedisChoiceStartupCheck>());
        services.TryAddSingleton<RedisKeyspace>();
        services.TryAddSingleton<RedisReads>();
        services.TryAddSingleton(static provider => new RedisConnection(
            RedisChoiceStartupCheck.Single(provider.GetServices<RedisChoice>()),
            provider.GetRequiredService<IOptions<RedisOptions>>(),
            provider.GetRequiredService<ILogger<RedisConnection>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupStep, RedisStartupStep>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, RedisTransportPostureCheck>());
        RedisStoreRegistrations.AddAll(services);
        return builder;
    }

    /// <summary>The client's own exception may quote the string, password included.</summary>
    private static void EnsureParses(string connectionString)
    {
        try
        {
            if (ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0)
            {
                return;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
        }

        throw new ArgumentException("This is not a Redis connection string. Write one such as \"localhost:6379\".", nameof(connectionString));
    }
}
