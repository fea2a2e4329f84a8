using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit;

/// <summary>Remembers which store registrations are the kit's own and how they rank.</summary>
internal sealed class StoreRegistry
{
    private readonly Dictionary<ServiceDescriptor, StorePriority> _owned = new(ReferenceEqualityComparer.Instance);

    internal IReadOnlyCollection<Type> StoreTypes => [.. _owned.Keys.Select(d => d.ServiceType).Distinct()];

    internal static StoreRegistry Of(IServiceCollection services)
    {
        var descriptor = services.FirstOrDefault(d => d.ServiceType == typeof(StoreRegistry));
        if (descriptor?.ImplementationInstance is StoreRegistry present)
        {
            return present;
        }

        var registry = new StoreRegistry();
        services.AddSingleton(registry);
        return registry;
    }

    internal bool Owns(ServiceDescriptor descriptor) => _owned.ContainsKey(descriptor);

    internal StorePriority PriorityOf(ServiceDescriptor descriptor) => _owned[descriptor];

    internal void Record(ServiceDescriptor descriptor, StorePriority priority) => _owned[descriptor] = priority;
}
