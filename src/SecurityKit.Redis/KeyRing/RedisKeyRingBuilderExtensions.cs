using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps key rings in Redis, for hosts that have no database.</summary>
public static class RedisKeyRingBuilderExtensions
{
    /// <summary>
    /// Keeps the key rings in the Redis of <c>UseRedis</c> instead of a database. Said by name, since losing them loses everything that was
    /// encrypted: the start is refused unless the server writes to disk (<c>appendonly yes</c>). Use <c>appendfsync always</c>, and back it up.
    /// </summary>
    /// <param name="builder">The kit.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder KeepKeyRingsInRedis(this ISecurityKitBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddStore<IKeyRingStore, RedisKeyRingStore>(StorePriority.Distributed);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, RedisKeyRingStartupCheck>());
        return builder;
    }
}
