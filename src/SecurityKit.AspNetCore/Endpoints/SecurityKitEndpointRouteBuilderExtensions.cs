using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the kit's routes.</summary>
public static class SecurityKitEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps registration, sign-in, sessions, further factors, passwords and status below a prefix, and the public keys at
    /// <c>/.well-known/jwks.json</c>. What the host has no package for is not mapped.
    /// </summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="prefix">A path such as <c>/api/v1/security</c>.</param>
    /// <returns>The group, for further conventions.</returns>
    /// <exception cref="SecurityKitConfigurationException"><c>AddAspNetCore()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSecurityKit(this IEndpointRouteBuilder routes, string prefix)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var known = routes.ServiceProvider.GetService<KitRoutes>()
            ?? throw new SecurityKitConfigurationException(["MapSecurityKit() needs its services: add .AddAspNetCore() to AddSecurityKit()."]);
        known.Add(new PathString(prefix));
        known.Add(new PathString(JwksEndpoint.Path));

        var group = routes.MapGroup(prefix);
        group.WithSecurityHeaders(SecurityHeaderProfile.Api);
        RegistrationEndpoints.Map(group);
        SignInEndpoints.Map(group);
        SessionEndpoints.Map(group);
        PasswordEndpoints.Map(group);
        EmailEndpoints.Map(group);
        ApiKeyEndpoints.Map(group);
        AccountEndpoints.Map(group);
        RoleEndpoints.Map(group);
        StatusEndpoint.Map(group);
        EventsEndpoint.Map(group);
        HealthEndpoint.Map(group);
        RateLimitEndpoint.Map(group);
        if (routes.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(MfaManager)) == true)
        {
            MfaEndpoints.Map(group);
        }

        OpenApiEndpoint.Map(group);
        JwksEndpoint.Map(routes);
        return group;
    }
}
