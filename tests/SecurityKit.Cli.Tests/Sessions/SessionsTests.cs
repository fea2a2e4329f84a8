using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class SessionsTests
{
    [Test]
    public async Task ListAndRevoke_ActOnTheSessionsOfARunningHost()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);
        var manager = node.Services.GetRequiredService<SessionManager>();
        var issuer = node.Services.GetRequiredService<TokenIssuer>();
        var first = await SignInAsync(manager);
        var second = await SignInAsync(manager);
        var token = issuer.Issue(first.Session).Value;

        var listed = await folder.Run("sessions", "list", "ada", "--json");
        var one = await folder.Run("sessions", "revoke", "ada", "--session", first.Session.Id.ToString());
        var again = await folder.Run("sessions", "revoke", "ada", "--session", first.Session.Id.ToString());
        var refused = await node.Services.GetRequiredService<TokenValidator>().ValidateAsync(token);
        var all = await folder.Run("sessions", "revoke", "ada", "--all", "--json");

        Assert.That(listed.ExitCode, Is.Zero, listed.Output + listed.Errors);
        Assert.That(
            listed.Json.EnumerateArray().Select(s => s.GetProperty("id").GetString()),
            Is.EquivalentTo([first.Session.Id.ToString(), second.Session.Id.ToString()]));
        Assert.That((one.ExitCode, again.ExitCode), Is.EqualTo((0, 5)), one.Errors);
        Assert.That(refused.Status, Is.EqualTo(AccessTokenStatus.SessionEnded));
        Assert.That((all.ExitCode, all.Json.GetProperty("ended").GetInt32()), Is.EqualTo((0, 1)), all.Errors);
        Assert.That(await manager.ListAsync("ada"), Is.Empty);
    }

    [Test]
    public async Task Revoke_DoesNotEndBeforeReceiversAreTold()
    {
        var endpoint = $"http://127.0.0.1:{LoopbackPort.Free()}/logout/";
        using var receiver = new HttpListener { Prefixes = { endpoint } };
        receiver.Start();
        using var folder = FolderWithReceiver(endpoint);
        using var node = await NodeOf.StartAsync(folder);
        await SignInAsync(node.Services.GetRequiredService<SessionManager>());

        var running = folder.Run("sessions", "revoke", "ada", "--all", "--json");
        var unwilling = await receiver.GetContextAsync();
        unwilling.Response.StatusCode = 503;
        unwilling.Response.Close();
        var told = await receiver.GetContextAsync();
        var isLogout = (await new StreamReader(told.Request.InputStream).ReadToEndAsync()).StartsWith("logout_token=", StringComparison.Ordinal);
        told.Response.Close();
        var run = await running;

        Assert.That(isLogout, Is.True);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That((run.Json.GetProperty("ended").GetInt32(), run.Json.GetProperty("notDelivered").GetArrayLength()), Is.EqualTo((1, 0)), run.Errors);
    }

    [Test]
    public async Task Revoke_WhoseNoticeNobodyTakes_SaysSo()
    {
        using var folder = FolderWithReceiver($"http://127.0.0.1:{LoopbackPort.Free()}/logout/");
        using var node = await NodeOf.StartAsync(folder);
        var manager = node.Services.GetRequiredService<SessionManager>();
        var session = (await SignInAsync(manager)).Session;

        var run = await folder.Run("sessions", "revoke", "ada", "--all", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        var lost = run.Json.GetProperty("notDelivered").EnumerateArray().Single();
        Assert.That(
            (lost.GetProperty("audience").GetString(), lost.GetProperty("session").GetString(), lost.GetProperty("reason").GetString()),
            Is.EqualTo(("wiki", session.Id.ToString(), "stopped")));
        Assert.That(run.Errors, Does.Contain("wiki"));
        Assert.That(await manager.ListAsync("ada"), Is.Empty);
    }

    [Test]
    public async Task Stats_CountsWhatARunningHostHas()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);
        var manager = node.Services.GetRequiredService<SessionManager>();
        await SignInAsync(manager);
        await SignInAsync(manager);

        var run = await folder.Run("sessions", "stats", "--json");
        var wrong = await folder.Run("sessions", "stats", "--hours", "0");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Json.GetProperty("active").GetInt64(), Is.EqualTo(2));
        Assert.That(wrong.ExitCode, Is.EqualTo(2), wrong.Errors);
    }

    [Test]
    public async Task Stats_TellsRatesReasonsAndDurations_AsTextAndAsJson()
    {
        using var folder = new ToolFolder();
        using (var node = await NodeOf.StartAsync(folder))
        {
            var manager = node.Services.GetRequiredService<SessionManager>();
            await SignInAsync(manager);
            var over = await SignInAsync(manager);
            await manager.RevokeAsync(over.Session.Id, "ada", SessionEndReasons.SignedOut);
            await node.StopAsync();
        }

        var json = await folder.Run("sessions", "stats", "--json");
        var text = await folder.Run("sessions", "stats");

        Assert.That((json.ExitCode, text.ExitCode), Is.EqualTo((0, 0)), json.Errors + text.Errors);
        Assert.Multiple(() =>
        {
            Assert.That(json.Json.GetProperty("active").GetInt64(), Is.EqualTo(1));
            Assert.That(json.Json.GetProperty("created").GetInt64(), Is.EqualTo(2), "the node that stopped has written what it counted");
            Assert.That(json.Json.GetProperty("createdPerHour").GetDouble(), Is.Positive);
            Assert.That(json.Json.GetProperty("revoked").GetProperty("signed_out").GetInt64(), Is.EqualTo(1));
            Assert.That(json.Json.GetProperty("revokedPerHour").GetDouble(), Is.Positive);
            Assert.That(json.Json.GetProperty("meanDuration").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.String));
            Assert.That(json.Json.GetProperty("durations").EnumerateArray().Sum(one => one.GetProperty("count").GetInt64()), Is.EqualTo(1));
            Assert.That(text.Output, Does.Contain("1 sessions live").And.Contain("2 created").And.Contain("1 ended").And.Contain("signed_out").And.Contain("lasted up to").And.Match(@"after 00:0\d:\d\d on average"));
        });
    }

    [Test]
    public async Task Stats_OfOneSubject_CountsItsDevicesAndNothingOfOthers()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);
        var manager = node.Services.GetRequiredService<SessionManager>();
        var sessions = new[] { await SignInAsync(manager), await SignInAsync(manager), await SignInAsync(manager, "bob") };

        var json = await folder.Run("sessions", "stats", "--subject", "ada", "--json");
        var text = await folder.Run("sessions", "stats", "--subject", "ada");
        var nobody = await folder.Run("sessions", "stats", "--subject", "eve");

        Assert.That((json.ExitCode, text.ExitCode, nobody.ExitCode), Is.EqualTo((0, 0, 0)), json.Errors + text.Errors + nobody.Errors);
        Assert.That(json.Json.GetProperty("active").GetInt32(), Is.EqualTo(2));
        Assert.That(json.Json.GetProperty("devices").EnumerateArray().Sum(group => group.GetProperty("count").GetInt64()), Is.EqualTo(2));
        Assert.That(json.Json.GetProperty("oldestCreatedAt").GetDateTimeOffset(), Is.EqualTo(sessions[0].Session.CreatedAt).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(text.Output, Does.Contain("2 sessions live; the oldest since").And.Contain("device"));
        Assert.That(nobody.Output, Does.Contain("0 sessions live; the oldest since -, last used -."));
    }

    [Test]
    public async Task SessionsInMemory_CannotBeSeen()
    {
        using var folder = new ToolFolder(kit => kit.Remove("Database"));

        var run = await ToolRun.Of(["sessions", "list", "ada", "--config", folder.Config], environment: new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development" });

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Errors, Does.Contain("SecurityKit:Database:ConnectionString"));
    }

    private static ToolFolder FolderWithReceiver(string endpoint) => new(kit => kit["Sessions"] = new JsonObject
    {
        ["Backchannel"] = new JsonArray(new JsonObject { ["Endpoint"] = endpoint, ["Audience"] = "wiki" }),
    });

    private static async Task<SessionGrant> SignInAsync(SessionManager manager, string subject = "ada")
    {
        var result = await manager.CreateAsync(new SessionStart
        {
            Subject = subject,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
        });
        return result.Grant!;
    }
}
