using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>Calls the API as a program does that has read its documentation and nothing else.</summary>
public sealed class ApiClient(HttpClient http) : IDisposable
{
    public ApiClient(Uri address)
        : this(new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address })
    {
    }

    public string? AccessToken { get; set; }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public Task<ApiAnswer> PostTextAsync(string path, string body, string contentType = "application/json") => SendAsync(
        HttpMethod.Post, path, new StringContent(body, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } });

    public void Dispose() => http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, PortalProcess.ApiPrefix + path) { Content = content };
        if (AccessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        }

        using var response = await http.SendAsync(request);
        return new ApiAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers);
    }
}
