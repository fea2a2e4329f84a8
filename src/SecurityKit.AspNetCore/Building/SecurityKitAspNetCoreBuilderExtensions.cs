using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the kit's web part.</summary>
public static class SecurityKitAspNetCoreBuilderExtensions
{
    /// <summary>
    /// Adds authentication (cookie, access token, API key), authorisation, security headers, anti-forgery, trusted proxies and <see cref="SignInFlow"/>.
    /// Needs <c>AddIdentity</c> and <c>AddSessions</c>, and <c>AddMfa</c> for further factors, in any order; then <c>app.UseSecurityKit()</c> is
    /// required. May be called again.
    /// </summary>
    /// <param name="builder">The kit's builder.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddAspNetCore(this ISecurityKitBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(d => d.ServiceType == typeof(KitRoutes)))
        {
            return builder;
        }

        services.AddSingleton<KitRoutes>();
        services.AddSingleton<PipelineState>();
        services.AddSingleton<IStartupFilter, PipelineStartupFilter>();
        services.AddRouting();
        AddOptions(services);
        AddAuthentication(services);
        AddAuthorization(services);
        AddBrowserDefences(services);
        AddSignIn(services);
        AddHubs(services);
        HealthCheckRegistrations.AddTo(services);
        services.AddSingleton<HealthReports>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, WebTransportPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SecurityHeadersPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, PasskeyPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, DataProtectionPostureCheck>());
        return builder;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddKitOptions<SecurityHeadersOptions>(SecurityHeadersOptions.Section, static (section, o) => section.Bind(o));
        services.AddKitOptions<TrustedProxyOptions>(TrustedProxyOptions.Section, static (section, o) => section.Bind(o));
        services.AddKitOptions<BrowserOptions>(BrowserOptions.Section, static (section, o) => section.Bind(o));
        services.AddKitOptions<EndpointOptions>(EndpointOptions.Section, static (section, o) => section.Bind(o));
        services.AddKitOptions<ConsoleOptions>(ConsoleOptions.Section, static (section, o) => section.Bind(o));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecurityHeadersOptions>, SecurityHeadersOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TrustedProxyOptions>, TrustedProxyOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BrowserOptions>, BrowserOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EndpointOptions>, EndpointOptionsValidator>());
    }

    private static void AddAuthentication(IServiceCollection services)
    {
        services.AddAuthenticationCore(options =>
        {
            foreach (var scheme in (string[])[SecurityKitSchemes.Any, SecurityKitSchemes.Bearer, SecurityKitSchemes.ApiKey, SecurityKitSchemes.Cookie])
            {
                options.AddScheme<SecurityKitHandler>(scheme, displayName: null);
            }
        });
        services.PostConfigure<AuthenticationOptions>(options => options.DefaultScheme ??= SecurityKitSchemes.Any);
        services.AddTransient<SecurityKitHandler>();
        services.AddSingleton<KitCookies>();
        services.AddSingleton<WebTelemetry>();

        // In this order a header goes before the cookie.
        services.AddSingleton<ICredentialReader, AccessTokenReader>();
        services.AddSingleton<ICredentialReader, ApiKeyReader>();
        services.AddSingleton<ICredentialReader, SessionCookieReader>();
    }

    private static void AddAuthorization(IServiceCollection services)
    {
        services.AddAuthorization();
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationPolicyProvider, KitPolicyProvider>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, AccessRefusalHandler>());
        services.AddSingleton<IAuthorizationHandler, KitAuthorizationHandler>();
    }

    private static void AddBrowserDefences(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IAntiforgery, SessionAntiforgery>());
        services.AddCors();
        services.Replace(ServiceDescriptor.Transient<ICorsService, GuardedCorsService>());
        services.AddSingleton<CorsPolicyReview>();
        services.AddSingleton<NetworkThrottle>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, ForwardedHeadersStartupCheck>());
    }

    /// <summary>Does nothing in a host without hubs.</summary>
    private static void AddHubs(IServiceCollection services)
    {
        services.AddSingleton<HubSessions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HubSessions>(static provider => provider.GetRequiredService<HubSessions>()));
        services.AddSingleton<HubApiKeys>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HubApiKeys>(static provider => provider.GetRequiredService<HubApiKeys>()));
        services.AddOptions<HubOptions>().Configure<HubSessions, HubApiKeys>(static (options, sessions, keys) =>
        {
            options.AddFilter(sessions);
            options.AddFilter(keys);
        });
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<DpopRequests>();
        services.AddSingleton<SessionOpener>();
        services.AddSingleton<RecentConfirmations>();
        services.AddSingleton(static provider => new SignInFlow(
            provider.GetRequiredService<AccountManager>(), provider.GetService<MfaManager>(), provider.GetRequiredService<SessionManager>(),
            provider.GetRequiredService<RefreshManager>(), provider.GetRequiredService<SessionOpener>(), provider.GetRequiredService<KitCookies>(),
            provider.GetRequiredService<DpopRequests>(), provider.GetRequiredService<RecentConfirmations>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPasskeyProtocol, IdentityPasskeyProtocol>());
        services.AddSingleton(static provider => new PasskeyFlow(
            provider.GetRequiredService<PasskeyManager>(), provider.GetRequiredService<AccountManager>(),
            provider.GetRequiredService<SessionOpener>(), provider.GetRequiredService<KitCookies>()));
    }
}
