using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit;

/// <summary>What every <c>Add...</c> and <c>Use...</c> method of the kit extends. Calls may be repeated and made in any order.</summary>
public interface ISecurityKitBuilder
{
    /// <summary>The host's service collection.</summary>
    IServiceCollection Services { get; }
}
