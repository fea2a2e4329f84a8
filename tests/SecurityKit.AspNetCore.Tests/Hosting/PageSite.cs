using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>A small server-rendered site on top of <see cref="SignInFlow"/>: forms, cookie, anti-forgery tokens.</summary>
public static class PageSite
{
    public static void Pipeline(WebApplication app)
    {
        app.UseSecurityKit();
        app.MapSecurityKit(KitHost.Prefix);
        app.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapPost("/sign-in", HandleSignInAsync);
        app.MapPost("/code", CodeAsync);
        app.MapGet("/private", (HttpContext context) => context.User.FindSubject()).RequireSession();
        app.MapPost("/act", () => "done").RequireSession();
        app.MapPost("/open", () => "done").RequireSession().DisableAntiforgery();
        app.MapGet("/strong", () => "strong").RequireMfa();
        app.MapGet("/fresh", () => "fresh").RequireMfa(TimeSpan.FromMinutes(5));
    }

    /// <summary>Signs in as a browser would: takes a token, posts the form, keeps the cookie.</summary>
    public static async Task<ApiAnswer> SignInAsync(ApiClient browser, string userName)
    {
        var token = (await browser.SendAsync(HttpMethod.Get, "/token")).Expect(HttpStatusCode.OK).Text;
        return await PostFormAsync(browser, "/sign-in", token, ("userName", userName), ("password", Person.Password));
    }

    public static Task<ApiAnswer> PostFormAsync(ApiClient browser, string path, string? token, params (string Name, string Value)[] fields)
    {
        var form = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (token is not null)
        {
            form.Add(KeyValuePair.Create("__RequestVerificationToken", token));
        }

        return browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));
    }

    private static async Task<IResult> HandleSignInAsync(HttpContext context, SignInFlow flow)
    {
        var form = await context.Request.ReadFormAsync();
        return Show(await flow.SignInAsync(context, form["userName"].ToString(), form["password"].ToString(), SignInMode.Cookie));
    }

    private static async Task<IResult> CodeAsync(HttpContext context, SignInFlow flow)
    {
        var form = await context.Request.ReadFormAsync();
        return Show(await flow.VerifyAsync(context, challengeToken: null, MfaMethod.Totp, form["code"].ToString(), SignInMode.Cookie));
    }

    private static IResult Show(SignInStep step) => TypedResults.Text(step.GetType().Name);
}
