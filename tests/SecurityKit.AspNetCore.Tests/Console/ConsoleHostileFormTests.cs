using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>Whatever is typed into whichever form of the console: never a 500, never a stack trace, never markup of the sender's.</summary>
[TestFixture]
public sealed class ConsoleHostileFormTests
{
    private static readonly string[] Fields =
        ["password", "code", "method", "name", "scopes", "days", "current", "new", "id", "seen", "send", "userName", "returnUrl"];

    private static readonly string[] Values =
    [
        "", " ", "\0", "<script>alert(1)</script>", "\ud83d\udca9", "\u202e\ufeff\u0301", "totp", "sms", "-1", "99999999999999999999", new string('a', 5_000), "'; DROP TABLE x;--",
    ];

    [Test]
    public async Task NoForm_OfNoPage_EndsInAnInternalError()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = new Dictionary<string, string?> { ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000" },
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapSecurityKitConsole(ConsoleVisitor.Root);
            },
        });
        var ada = await Person.RegisterAsync(host, "ada");
        await ada.GrantAsync([ConsolePermissions.SessionsManage, ConsolePermissions.KeysManage]);
        using var visitor = new ConsoleVisitor(host);
        await visitor.SignInAsync(ada);
        var own = (await visitor.OpenAsync("/devices")).Text;
        var session = System.Text.RegularExpressions.Regex.Match(own, "/devices/([^/\"]+)/end\"").Groups[1].Value;
        var paths = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(ConsoleVisitor.Root, StringComparison.Ordinal)
                && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(e => e.RoutePattern.RawText![ConsoleVisitor.Root.Length..])
            .Where(path => path != "/sign-out")
            .Select(path => path.Replace("{subject}", ada.Subject, StringComparison.Ordinal)
                .Replace("{id}", path.Contains("keys", StringComparison.Ordinal) ? "data" : session, StringComparison.Ordinal))
            .ToList();
        foreach (var path in paths)
        {
            foreach (var value in Values)
            {
                var form = await visitor.OpenAsync("/password");
                var answer = await visitor.SendAsync(form, path, [.. Fields.Select(field => (field, value))]);
                Assert.That((int)answer.Status, Is.LessThan(500), $"{path} {value}\n{answer.Text}");
                Assert.That(answer.Text, Does.Not.Contain("   at ").And.Not.Contain("<script").And.Not.Contain("Exception"), $"{path} {value}");
            }
        }

        foreach (var query in Values.Select(Uri.EscapeDataString))
        {
            foreach (var page in new[] { "/operator/sessions?account=", "/operator/events?before=", "/operator/events?since=", "/operator/sign-ins?period=", "/devices?done=", "/sign-in?returnUrl=" })
            {
                Assert.That((int)(await visitor.OpenAsync(page + query)).Status, Is.LessThan(500), page + query);
            }
        }
    }
}
