using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class InMemorySuspicionTests : SuspicionContract
{
    protected override Task<ServiceProvider> CreateNodeAsync(Action<ISecurityKitBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddSecurityKit());
        return Task.FromResult(services.BuildServiceProvider());
    }
}
