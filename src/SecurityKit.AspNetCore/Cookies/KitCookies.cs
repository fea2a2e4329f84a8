using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Reads and writes the kit's cookies under one rule: over https with the <c>__Host-</c> prefix and Secure, over plain http only on loopback.
/// A cookie of the other kind is not read, so that one planted over plain http is worth nothing over https.
/// </summary>
internal sealed class KitCookies(IOptionsMonitor<BrowserOptions> options)
{
    private const string HostPrefix = "__Host-";
    private const string DeviceName = "sk_device";
    private const string ChallengeName = "sk_challenge";
    private const string TrustedDeviceName = "sk_trusted";
    private const string PasskeyName = "sk_passkey";
    private const string AntiforgeryName = "sk_csrf";

    private static readonly TimeSpan DeviceAge = TimeSpan.FromDays(365);

    internal static bool CanCarrySecrets(HttpContext context) => context.Request.IsHttps || LoopbackRequest.IsLocal(context);

    internal string? ReadSession(HttpContext context) => Read(context, options.CurrentValue.CookieName);

    internal void WriteSession(HttpContext context, string token) =>
        Write(context, options.CurrentValue.CookieName, token, options.CurrentValue.SameSite, expires: null, maxAge: null);

    internal void DeleteSession(HttpContext context) => Delete(context, options.CurrentValue.CookieName);

    internal string? ReadDevice(HttpContext context) => Read(context, DeviceName);

    internal void WriteDevice(HttpContext context, string token) =>
        Write(context, DeviceName, token, SameSiteMode.Strict, expires: null, DeviceAge);

    internal string? ReadChallenge(HttpContext context) => Read(context, ChallengeName);

    internal void WriteChallenge(HttpContext context, string token, DateTimeOffset expires) =>
        Write(context, ChallengeName, token, SameSiteMode.Strict, expires, maxAge: null);

    internal void DeleteChallenge(HttpContext context) => Delete(context, ChallengeName);

    internal string? ReadTrustedDevice(HttpContext context) => Read(context, TrustedDeviceName);

    internal void WriteTrustedDevice(HttpContext context, string token, DateTimeOffset expires) =>
        Write(context, TrustedDeviceName, token, SameSiteMode.Strict, expires, maxAge: null);

    /// <summary>Ties a passkey prompt to the browser it was made for.</summary>
    internal string? ReadPasskey(HttpContext context) => Read(context, PasskeyName);

    internal void WritePasskey(HttpContext context, string value, DateTimeOffset expires) =>
        Write(context, PasskeyName, value, SameSiteMode.Strict, expires, maxAge: null);

    internal void DeletePasskey(HttpContext context) => Delete(context, PasskeyName);

    internal string? ReadAntiforgery(HttpContext context) => Read(context, AntiforgeryName);

    internal void WriteAntiforgery(HttpContext context, string value) =>
        Write(context, AntiforgeryName, value, SameSiteMode.Strict, expires: null, maxAge: null);

    private static string? Read(HttpContext context, string name)
    {
        if (context.Request.Headers.Cookie.Count == 0 || !CanCarrySecrets(context))
        {
            return null;
        }

        return context.Request.Cookies.TryGetValue(FullName(context, name), out var value) && value.Length > 0 ? value : null;
    }

    private static void Write(HttpContext context, string name, string value, SameSiteMode sameSite, DateTimeOffset? expires, TimeSpan? maxAge)
    {
        if (!CanCarrySecrets(context))
        {
            return;
        }

        context.Response.Cookies.Append(FullName(context, name), value, new CookieOptions
        {
            Path = "/",
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = sameSite,
            Expires = expires,
            MaxAge = maxAge,
            IsEssential = true,
        });
    }

    private static void Delete(HttpContext context, string name) =>
        context.Response.Cookies.Delete(FullName(context, name), new CookieOptions
        {
            Path = "/", HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax,
        });

    private static string FullName(HttpContext context, string name) => context.Request.IsHttps ? HostPrefix + name : name;
}
