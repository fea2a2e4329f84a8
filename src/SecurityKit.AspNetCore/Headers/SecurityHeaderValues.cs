using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SecurityKit.AspNetCore;

/// <summary>The header values made ready once per change of options, so that a response only assigns them. Immutable.</summary>
internal sealed class SecurityHeaderValues
{
    private const string Group = "default";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues None = "none";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues Isolated = "?1";

    private readonly StringValues _apiPolicy;
    private readonly string[] _pagePolicyParts;
    private readonly StringValues _transport;
    private readonly StringValues _permissions;
    private readonly StringValues _referrer;
    private readonly StringValues _embedder;
    private readonly StringValues _reportingEndpoints;
    private readonly StringValues _reportTo;

    internal SecurityHeaderValues(SecurityHeadersOptions options)
    {
        var report = ReportOf(options);
        _apiPolicy = options.ApiContentSecurityPolicy + report;
        _pagePolicyParts = (options.PageContentSecurityPolicy + report).Split(SecurityHeadersOptions.NoncePlaceholder);
        _permissions = options.PermissionsPolicy;
        _referrer = options.ReferrerPolicy;
        _embedder = options.CrossOriginEmbedderPolicy;
        if (options.StrictTransportSecurityAge > TimeSpan.Zero)
        {
            var seconds = (long)options.StrictTransportSecurityAge.TotalSeconds;
            _transport = string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}{(options.StrictTransportSecurityIncludesSubdomains ? "; includeSubDomains" : string.Empty)}");
        }

        if (options.ReportTo is { } target)
        {
            _reportingEndpoints = $"{Group}=\"{target}\"";
            _reportTo = $$"""{"group":"{{Group}}","max_age":10886400,"endpoints":[{"url":"{{target}}"}]}""";
        }
    }

    /// <summary>What a content security policy ends with, so that breaches are reported where the options say.</summary>
    internal static string ReportOf(SecurityHeadersOptions options) =>
        options.ReportTo is null ? string.Empty : $"; report-uri {options.ReportTo}; report-to {Group}";

    internal bool PageNeedsNonce => _pagePolicyParts.Length > 1;

    /// <summary>Sets what is not set yet: an endpoint that sets a header itself has decided.</summary>
    internal void ApplyTo(HttpContext context, SecurityHeaderProfile profile, string? nonce)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        if (headers.XFrameOptions.Count == 0)
        {
            headers.XFrameOptions = Deny;
        }

        headers["X-Permitted-Cross-Domain-Policies"] = None;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        if (!headers.ContainsKey("Cross-Origin-Resource-Policy"))
        {
            headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        }

        headers["Origin-Agent-Cluster"] = Isolated;
        headers["Permissions-Policy"] = _permissions;
        if (profile == SecurityHeaderProfile.Api)
        {
            ApplyApi(headers);
        }
        else
        {
            ApplyPage(context, headers, nonce);
        }

        if (_transport.Count > 0 && context.Request.IsHttps && !LoopbackRequest.HasLoopbackHost(context.Request))
        {
            headers.StrictTransportSecurity = _transport;
        }

        if (_reportTo.Count > 0)
        {
            headers["Reporting-Endpoints"] = _reportingEndpoints;
            headers["Report-To"] = _reportTo;
        }
    }

    private void ApplyApi(IHeaderDictionary headers)
    {
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = _apiPolicy;
        }

        headers["Referrer-Policy"] = NoReferrer;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = NoStore;
        }
    }

    private void ApplyPage(HttpContext context, IHeaderDictionary headers, string? nonce)
    {
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = PageNeedsNonce ? string.Join(nonce, _pagePolicyParts) : _pagePolicyParts[0];
        }

        headers["Referrer-Policy"] = _referrer;
        headers["Cross-Origin-Embedder-Policy"] = _embedder;
        if (headers.CacheControl.Count == 0 && context.User.Identity is { IsAuthenticated: true })
        {
            headers.CacheControl = NoStore;
        }
    }
}
