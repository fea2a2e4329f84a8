using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>A client that knows the routes and nothing of the kit's types.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _prefix;

    public ApiClient(KitHost host, bool withCookies)
    {
        _prefix = KitHost.Prefix;
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = withCookies, CookieContainer = Cookies, AllowAutoRedirect = false })
        {
            BaseAddress = host.Address,
        };
    }

    public CookieContainer Cookies { get; }

    public string? AccessToken { get; set; }

    public string? ApiKey { get; set; }

    public string? AntiforgeryToken { get; set; }

    public void Dispose() => _http.Dispose();

    public Task<ApiAnswer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, _prefix + path, body is null ? null : JsonContent.Create(body));

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, _prefix + path);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, _prefix + path);

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, _prefix + path, JsonContent.Create(body));

    public Task<ApiAnswer> PostTextAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, _prefix + path, new StringContent(body, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } });

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (AccessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        }

        if (ApiKey is not null)
        {
            request.Headers.Add("X-API-Key", ApiKey);
        }

        if (AntiforgeryToken is not null)
        {
            request.Headers.Add("X-CSRF-Token", AntiforgeryToken);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }
}
