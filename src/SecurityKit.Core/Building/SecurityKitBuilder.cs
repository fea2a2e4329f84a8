using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit;

internal sealed class SecurityKitBuilder(IServiceCollection services) : ISecurityKitBuilder
{
    public IServiceCollection Services { get; } = services;
}
