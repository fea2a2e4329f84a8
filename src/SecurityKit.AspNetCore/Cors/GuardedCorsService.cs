using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Answers an unsafe policy as if the origin were not allowed, wherever the policy came from.</summary>
internal sealed class GuardedCorsService(IOptions<CorsOptions> options, ILoggerFactory loggerFactory) : ICorsService
{
    private readonly CorsService _inner = new(options, loggerFactory);
    private readonly ILogger _logger = loggerFactory.CreateLogger<GuardedCorsService>();

    public CorsResult EvaluatePolicy(HttpContext context, CorsPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!CorsPolicyRule.IsUnsafe(policy))
        {
            return _inner.EvaluatePolicy(context, policy);
        }

        WebLog.UnsafeCorsPolicy(_logger);
        return new CorsResult { IsOriginAllowed = false, IsPreflightRequest = HttpMethods.IsOptions(context.Request.Method) };
    }

    public void ApplyResult(CorsResult result, HttpResponse response) => _inner.ApplyResult(result, response);
}
