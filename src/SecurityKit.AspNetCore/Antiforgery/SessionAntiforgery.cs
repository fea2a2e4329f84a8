using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Anti-forgery tokens bound to the session, or to a cookie of their own while nobody is signed in: a keyed hash under the key ring, so that every
/// node verifies what any made. Takes the place of the framework's service, so that form tag helpers, Razor Pages and minimal APIs use it unchanged.
/// Each rendering masks the token anew, so that compression cannot leak it (BREACH).
/// </summary>
internal sealed class SessionAntiforgery(IKeyedHasher hasher, KitCookies cookies) : IAntiforgery
{
    internal const string HeaderName = "X-CSRF-Token";
    internal const string FormField = "__RequestVerificationToken";

    private const string Purpose = "web.antiforgery";
    private const int CookieBytes = 16;
    private const int MaxTokenLength = 1024;

    private static readonly object NewCookieKey = new();

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var tokens = GetTokens(httpContext);
        if (tokens.CookieToken is { } cookie && !httpContext.Response.HasStarted)
        {
            cookies.WriteAntiforgery(httpContext, cookie);
        }

        httpContext.Response.Headers.CacheControl = "no-store";
        return tokens;
    }

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var cookie = httpContext.User.FindSession() is null ? ExistingCookie(httpContext) : null;
        var isNew = cookie is null && httpContext.User.FindSession() is null;
        if (isNew)
        {
            cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CookieBytes));
            httpContext.Items[NewCookieKey] = cookie;
        }

        var token = Mask(hasher.Hash(Purpose, Binding(httpContext, cookie)));
        return new AntiforgeryTokenSet(token, isNew ? cookie : null, FormField, HeaderName);
    }

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return IsSafe(httpContext.Request.Method) || await HasValidTokenAsync(httpContext).ConfigureAwait(false);
    }

    public void SetCookieTokenAndHeader(HttpContext httpContext) => GetAndStoreTokens(httpContext);

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (!await HasValidTokenAsync(httpContext).ConfigureAwait(false))
        {
            throw new AntiforgeryValidationException("The anti-forgery token is missing or not valid.");
        }
    }

    internal static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static byte[] Binding(HttpContext context, string? cookie) =>
        Encoding.UTF8.GetBytes(context.User.FindSession() is { } session ? $"session:{session.Id}" : $"cookie:{cookie}");

    private static string Mask(byte[] token)
    {
        var masked = new byte[token.Length * 2];
        RandomNumberGenerator.Fill(masked.AsSpan(0, token.Length));
        for (var i = 0; i < token.Length; i++)
        {
            masked[token.Length + i] = (byte)(token[i] ^ masked[i]);
        }

        return Base64Url.EncodeToString(masked);
    }

    private static byte[]? Unmask(string? text)
    {
        if (text is not { Length: > 0 and <= MaxTokenLength } || !Base64Url.IsValid(text))
        {
            return null;
        }

        var masked = Base64Url.DecodeFromChars(text);
        if (masked.Length % 2 != 0)
        {
            return null;
        }

        var token = new byte[masked.Length / 2];
        for (var i = 0; i < token.Length; i++)
        {
            token[i] = (byte)(masked[i] ^ masked[token.Length + i]);
        }

        return token;
    }

    private static async ValueTask<string?> ReadTokenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers[HeaderName] is [{ Length: > 0 } header])
        {
            return header;
        }

        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken).ConfigureAwait(false);
            return form[FormField] is [var field] ? field : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // A form that cannot be read carries no token. BadHttpRequestException, an IOException, is met again by whoever reads the body.
            return null;
        }
    }

    private string? ExistingCookie(HttpContext context) =>
        context.Items.TryGetValue(NewCookieKey, out var made) ? made as string : cookies.ReadAntiforgery(context);

    private async ValueTask<bool> HasValidTokenAsync(HttpContext context)
    {
        var cookie = cookies.ReadAntiforgery(context);
        if (context.User.FindSession() is null && cookie is null)
        {
            return false;
        }

        var token = Unmask(await ReadTokenAsync(context.Request, context.RequestAborted).ConfigureAwait(false));
        return token is not null && hasher.Verify(Purpose, Binding(context, cookie), token);
    }
}
