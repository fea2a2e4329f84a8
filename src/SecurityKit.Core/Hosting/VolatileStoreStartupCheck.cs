using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecurityKit;

internal sealed class VolatileStoreStartupCheck(
    IServiceProvider services, StoreRegistry registry, IOptions<SecurityKitOptions> options, IEnumerable<IHostEnvironment> environments)
    : IStartupCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var isProduction = environments.Any(e => e.IsProduction());
        if (!isProduction || options.Value.AllowVolatileStoresInProduction)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]);
        }

        var volatileStores = registry.StoreTypes
            .Where(type => services.GetService(type) is IVolatileStore)
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (volatileStores.Length == 0)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]);
        }

        return ValueTask.FromResult<IReadOnlyList<string>>(
        [
            $"In production these stores live in this process's memory and would forget everything at a restart: {string.Join(", ", volatileStores)}. "
            + "Add .UseSqlite(\"Data Source=security.db\") or .UsePostgreSql(...) to AddSecurityKit(), "
            + "or accept the loss by name: SecurityKit:AllowVolatileStoresInProduction = true.",
        ]);
    }
}
