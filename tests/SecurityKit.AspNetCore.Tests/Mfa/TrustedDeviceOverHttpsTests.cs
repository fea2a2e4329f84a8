using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Mfa;

[TestFixture]
public sealed class TrustedDeviceOverHttpsTests
{
    [Test]
    public async Task OverHttps_TheCookieIsBoundToTheHost_AndOneFromPlainHttpIsWorthNothing()
    {
        using var certificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System);
        await using var host = await KitHost.StartAsync(new KitHostSetup { Listen = listen => listen.UseHttps(certificate) });
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { BaseAddress = host.Address };
        await PostAsync("/register", new { userName = "ada", email = "ada@example.com", password = Person.Password });
        var login = new { userName = "ada", password = Person.Password };
        var token = (await PostAsync("/login", login)).Json.GetProperty("accessToken").GetString();
        var begun = (await PostAsync("/mfa/totp", new { name = "Phone" }, token)).Json;
        var secret = begun.GetProperty("secret").GetString()!;
        await PostAsync($"/mfa/totp/{begun.GetProperty("authenticatorId").GetString()}/confirm", new { code = TestTotp.Code(secret, host.Clock.GetUtcNow()) }, token);
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        var challengeToken = (await PostAsync("/login", login)).Json.GetProperty("challengeToken").GetString();
        var (_, cookies) = await PostAsync(
            "/login/mfa", new { challengeToken, method = "totp", code = TestTotp.Code(secret, host.Clock.GetUtcNow()), rememberDevice = true });
        var cookie = cookies.Single(c => c.Contains("sk_trusted", StringComparison.Ordinal));

        Assert.That(cookie, Does.StartWith("__Host-sk_trusted=").And.Contain("secure").And.Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/").And.Not.Contain("domain"));
        var pair = cookie.Split(';')[0];
        Assert.That((await PostAsync("/login", login, cookie: pair)).Json.GetProperty("status").GetString(), Is.EqualTo("signedIn"));
        var planted = pair.Replace("__Host-", string.Empty, StringComparison.Ordinal);
        Assert.That((await PostAsync("/login", login, cookie: planted)).Json.GetProperty("status").GetString(), Is.EqualTo("mfaRequired"));

        async Task<(JsonElement Json, string[] Cookies)> PostAsync(string path, object body, string? bearer = null, string? cookie = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, KitHost.Prefix + path) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }

            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.IsSuccessStatusCode, Is.True, path + text);
            return (JsonDocument.Parse(text).RootElement, answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : []);
        }
    }
}
