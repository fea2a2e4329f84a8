using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Puts what must be outermost around everything the host adds, whatever the order in which it adds it, and refuses to build a pipeline
/// in which the rest is missing.
/// </summary>
internal sealed class PipelineStartupFilter(PipelineState state, CorsPolicyReview cors) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<TrustedProxyMiddleware>();
        app.UseMiddleware<OperationContextMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        next(app);
        if (!state.IsInPlace)
        {
            throw new SecurityKitConfigurationException(
            [
                "AddAspNetCore() was called, but app.UseSecurityKit() was not: no request would be authenticated. Call it before the endpoints are mapped.",
            ]);
        }

        var problems = cors.Problems(app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints);
        if (problems.Count > 0)
        {
            throw new SecurityKitConfigurationException(problems);
        }
    };
}
