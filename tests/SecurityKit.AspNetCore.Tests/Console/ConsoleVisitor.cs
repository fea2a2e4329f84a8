using System.Net;
using System.Text.RegularExpressions;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>A browser without a screen: keeps cookies, opens pages, sends the forms it finds there.</summary>
public sealed partial class ConsoleVisitor(KitHost host) : IDisposable
{
    public const string Root = "/security";

    private static readonly (string, string) Html = ("Accept", "text/html");

    private readonly ApiClient _client = host.Client(withCookies: true);

    public void Dispose() => _client.Dispose();

    public Task<ApiAnswer> OpenAsync(string page, params (string Name, string Value)[] headers) =>
        _client.SendAsync(HttpMethod.Get, Root + page, null, [Html, .. headers]);

    /// <summary>Opens a page and sends a form of it, with its hidden fields.</summary>
    public async Task<ApiAnswer> SubmitAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await SendAsync(await OpenAsync(page), action, fields);

    public Task<ApiAnswer> SendAsync(ApiAnswer form, string action, params (string Name, string Value)[] fields)
    {
        var hidden = HiddenField().Matches(form.Text).Select(m => (Name: m.Groups[1].Value, Value: WebUtility.HtmlDecode(m.Groups[2].Value)))
            .DistinctBy(field => field.Name).Where(field => fields.All(own => own.Name != field.Name));
        return PostAsync(action, [.. hidden, .. fields]);
    }

    public Task<ApiAnswer> PostAsync(string action, params (string Name, string Value)[] fields) => _client.SendAsync(
        HttpMethod.Post, Root + action, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Html);

    /// <summary>Sends what no form would, with a valid anti-forgery token in the header.</summary>
    public async Task<ApiAnswer> SendRawAsync(HttpMethod method, string action, HttpContent? content)
    {
        var token = HiddenField().Matches((await OpenAsync("/password")).Text).First(m => m.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value;
        return await _client.SendAsync(method, Root + action, content, Html, ("X-CSRF-Token", WebUtility.HtmlDecode(token)));
    }

    public async Task SignInAsync(Person person)
    {
        var answer = await SubmitAsync("/sign-in", "/sign-in", ("userName", person.UserName), ("password", Person.Password));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Redirect), answer.Text);
        if (answer.Header("Location")!.Contains("/sign-in/code", StringComparison.Ordinal))
        {
            answer = await SubmitAsync("/sign-in/code", "/sign-in/code", ("method", "totp"), ("code", person.TotpCode));
            host.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(answer.Header("Location"), Is.EqualTo(Root + "/"), answer.Text);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
