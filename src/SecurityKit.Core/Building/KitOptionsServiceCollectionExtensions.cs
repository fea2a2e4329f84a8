using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecurityKit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the kit's options: bound from configuration where the host has one, reloaded with it, validated at start and at each change.</summary>
public static class KitOptionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds options that bind from a section and follow its changes. Values that are not valid refuse the start; while the host runs they are logged as an error, and what
    /// was in force stays.
    /// </summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section's path, such as <c>SecurityKit:Sessions</c>.</param>
    /// <param name="bind">Binds the section; a call to <c>section.Bind(options)</c>, so that the binder can be generated.</param>
    /// <returns>The options builder.</returns>
    public static OptionsBuilder<TOptions> AddKitOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(bind);

        var builder = services.AddOptions<TOptions>().ValidateOnStart();
        var isBound = services.Any(d => d.ServiceType == typeof(BoundSection<TOptions>));
        if (isBound)
        {
            return builder;
        }

        services.AddSingleton(new BoundSection<TOptions>(section));
        services.AddSingleton<IOptionsMonitor<TOptions>, SteadyOptionsMonitor<TOptions>>();
        services.AddSingleton<IConfigureOptions<TOptions>>(provider => new ConfigureNamedOptions<TOptions>(
            Options.Options.DefaultName,
            options =>
            {
                if (provider.GetService<IConfiguration>() is { } configuration)
                {
                    bind(configuration.GetSection(section), options);
                }
            }));
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(provider =>
            new ConfigurationChangeTokenSource<TOptions>(
                provider.GetService<IConfiguration>()?.GetSection(section) ?? new ConfigurationBuilder().Build().GetSection(section)));
        return builder;
    }

    private sealed record BoundSection<TOptions>(string Path);
}
