using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

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
    public async Task SessionsInMemory_CannotBeSeen()
    {
        using var folder = new ToolFolder(kit => kit.Remove("Database"));

        var run = await ToolRun.Of(["sessions", "list", "ada", "--config", folder.Config], environment: new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development" });

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Errors, Does.Contain("SecurityKit:Database:ConnectionString"));
    }

    private static async Task<SessionGrant> SignInAsync(SessionManager manager)
    {
        var result = await manager.CreateAsync(new SessionStart
        {
            Subject = "ada",
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
        });
        return result.Grant!;
    }
}
