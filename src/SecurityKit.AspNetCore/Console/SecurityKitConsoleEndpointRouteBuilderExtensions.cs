using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the console.</summary>
public static class SecurityKitConsoleEndpointRouteBuilderExtensions
{
    private const long MaxFormBytes = 65_536;

    /// <summary>
    /// Maps server-rendered pages below a prefix: for everybody their devices, authenticators, recovery codes, API keys and password; for operators, by
    /// <see cref="ConsolePermissions"/>, accounts, live sessions, sign-ins, key rings, events and posture. It has a sign-in page of its own, which is used where
    /// <see cref="BrowserOptions.SignInPath"/> names none. The pages hold no script and load nothing but one style sheet of this host.
    /// </summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="prefix">A path such as <c>/security</c>.</param>
    /// <returns>The group, for further conventions.</returns>
    /// <exception cref="SecurityKitConfigurationException"><c>AddAspNetCore()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSecurityKitConsole(this IEndpointRouteBuilder routes, string prefix)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (routes.ServiceProvider.GetService<KitRoutes>() is null)
        {
            throw new SecurityKitConfigurationException(["MapSecurityKitConsole() needs its services: add .AddAspNetCore() to AddSecurityKit()."]);
        }

        var site = new ConsoleSite(new PathString(prefix.TrimEnd('/')));
        var group = routes.MapGroup(prefix);
        group.WithSecurityHeaders(SecurityHeaderProfile.Page).WithMetadata(site, site.Pages, new RequestSizeLimitAttribute(MaxFormBytes));
        ConsoleStyle.Map(group);
        SignInPages.Map(group, site);
        MapAccount(group.MapGroup(string.Empty), site, routes.ServiceProvider);
        MapOperator(group.MapGroup(string.Empty), site);
        return group;
    }

    private static void MapAccount(RouteGroupBuilder group, ConsoleSite site, IServiceProvider services)
    {
        group.RequireSession().WithMetadata(new ConsolePart(options => options.Account));
        OverviewPage.Map(group, site);
        DevicesPage.Map(group, site);
        ApiKeysPage.Map(group, site);
        PasswordPage.Map(group, site);
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(MfaManager)) == true)
        {
            AuthenticatorsPage.Map(group, site);
            RecoveryCodesPage.Map(group, site);
        }
    }

    private static void MapOperator(RouteGroupBuilder group, ConsoleSite site)
    {
        group.RequireSession().WithMetadata(new ConsolePart(options => options.Operator));
        AccountsPage.Map(group, site);
        LiveSessionsPage.Map(group, site);
        SignInsPage.Map(group, site);
        KeyRingsPage.Map(group, site);
        EventsPage.Map(group, site);
        PosturePage.Map(group, site);
    }
}
