using System.Diagnostics.CodeAnalysis;
using SecurityKit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers stores so that the best one wins, whatever the order of the calls.</summary>
public static class StoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers <typeparamref name="TImplementation"/> as the <typeparamref name="TStore"/> unless one of the same or a higher
    /// priority, or one that the host registered by itself, is there already.
    /// </summary>
    /// <typeparam name="TStore">The store's interface.</typeparam>
    /// <typeparam name="TImplementation">The implementation; created once per container.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="priority">How it ranks against other implementations.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddStore<TStore, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        this IServiceCollection services, StorePriority priority)
        where TStore : class
        where TImplementation : class, TStore
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddStore(priority, ServiceDescriptor.Singleton<TStore, TImplementation>());
    }

    /// <summary>Registers a store made by <paramref name="factory"/>; see the other overload for the rule.</summary>
    /// <typeparam name="TStore">The store's interface.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="priority">How it ranks against other implementations.</param>
    /// <param name="factory">Makes the store, once per container.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddStore<TStore>(
        this IServiceCollection services, StorePriority priority, Func<IServiceProvider, TStore> factory)
        where TStore : class
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddStore(priority, ServiceDescriptor.Singleton(factory));
    }

    private static IServiceCollection AddStore(this IServiceCollection services, StorePriority priority, ServiceDescriptor candidate)
    {
        var registry = StoreRegistry.Of(services);
        var present = services.LastOrDefault(d => d.ServiceType == candidate.ServiceType && !d.IsKeyedService);
        if (present is not null && !registry.Owns(present))
        {
            return services;
        }

        if (present is not null)
        {
            if (registry.PriorityOf(present) >= priority)
            {
                return services;
            }

            services.Remove(present);
        }

        services.Add(candidate);
        registry.Record(candidate, priority);
        return services;
    }
}
