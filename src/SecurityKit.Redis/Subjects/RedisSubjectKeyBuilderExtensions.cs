using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps subjects' keys in Redis, for hosts that have no database.</summary>
public static class RedisSubjectKeyBuilderExtensions
{
    /// <summary>
    /// Keeps the keys of <c>AddSubjectEncryption</c> in the Redis of <c>UseRedis</c> instead of a database. Said by name, since losing them loses everything that was
    /// encrypted for subjects, and losing a tombstone brings a subject back: the start is refused unless the server writes to disk (<c>appendonly yes</c>).
    /// Use <c>appendfsync always</c>. A destroyed key leaves the file at the next rewrite of it (<c>BGREWRITEAOF</c>).
    /// </summary>
    /// <param name="builder">The kit.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder KeepSubjectKeysInRedis(this ISecurityKitBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddStore<ISubjectKeyStore, RedisSubjectKeyStore>(StorePriority.Distributed);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, RedisSubjectKeyStartupCheck>());
        return builder;
    }
}
