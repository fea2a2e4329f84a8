using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit;
using SecurityKit.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the kit into a host's request pipeline.</summary>
public static class SecurityKitApplicationBuilderExtensions
{
    // The framework's own marks of calls to UseAuthentication and UseAuthorization.
    private const string AuthenticationMark = "__AuthenticationMiddlewareSet";
    private const string AuthorizationMark = "__AuthorizationMiddlewareSet";

    /// <summary>
    /// Adds, in this order: problem details, routing, CORS, authentication, who acts, authorisation, switched-off routes, throttles, anti-forgery. Trusted proxies,
    /// the operation context and the security headers stand around the whole pipeline already, so that files and redirects have them too.
    /// </summary>
    /// <param name="app">The host's pipeline.</param>
    /// <returns>The same pipeline.</returns>
    /// <exception cref="SecurityKitConfigurationException">It is called twice, without <c>AddAspNetCore()</c>, or after <c>UseAuthentication</c> or <c>UseAuthorization</c>.</exception>
    public static IApplicationBuilder UseSecurityKit(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var state = app.ApplicationServices.GetService<PipelineState>()
            ?? throw Misuse("UseSecurityKit() needs its services: add .AddAspNetCore() to AddSecurityKit().");
        if (state.IsInPlace)
        {
            throw Misuse("UseSecurityKit() was called twice. Call it once, before the endpoints are mapped.");
        }

        RefuseEarlier(app, AuthenticationMark, "UseAuthentication()");
        RefuseEarlier(app, AuthorizationMark, "UseAuthorization()");
        state.IsInPlace = true;

        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<FeatureGateMiddleware>();
        app.UseMiddleware<NetworkThrottleMiddleware>();
        app.UseMiddleware<SessionAntiforgeryMiddleware>();
        app.UseAntiforgery();
        return app;
    }

    private static void RefuseEarlier(IApplicationBuilder app, string mark, string call)
    {
        if (app.Properties.ContainsKey(mark))
        {
            throw Misuse($"{call} stands before UseSecurityKit(), which calls it in the right place. Remove {call}.");
        }
    }

    private static SecurityKitConfigurationException Misuse(string problem) => new([problem]);
}
