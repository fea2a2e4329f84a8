using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Samples.AspNetIdentity;

namespace SecurityKit.AspNetCore.Tests.AspNetIdentity;

/// <summary>The sample: stock ASP.NET Core Identity on SQLite, with accounts that were there before the kit.</summary>
[TestFixture]
public sealed class StockIdentityTests
{
    private const string OldPassword = "Old-Passw0rd!";
    private const string Sentence = "seven brown kettles whistle";

    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("sk-stock-");
        _app = AccountsHost.Create(
        [
            "--urls", "http://127.0.0.1:0", $"--ConnectionStrings:Accounts=Data Source={_folder.FullName}/accounts.db;Pooling=False",
            $"--ConnectionStrings:Security=Data Source={_folder.FullName}/security.db", "--Logging:LogLevel:Default=Warning",
        ]);
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AccountsDb>().Database.EnsureCreatedAsync();
        }

        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task AHashThatTheFrameworkMade_IsReplacedAtTheFirstSignIn()
    {
        await AddAsync("ada@example.com", new PasswordHasher<IdentityUser>().HashPassword(new IdentityUser(), OldPassword));
        Assert.That((await LoginAsync("ada@example.com", "a wrong password")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await HashAsync("ada@example.com"), Does.StartWith("AQAAAA"), "a wrong password replaces nothing");

        Assert.That((await LoginAsync("ada@example.com", OldPassword)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var upgraded = await HashAsync("ada@example.com");
        Assert.That(upgraded, Does.StartWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        Assert.That((await LoginAsync("ada@example.com", OldPassword)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HashAsync("ada@example.com"), Is.EqualTo(upgraded), "and only once");
    }

    [Test]
    public async Task APasswordThatTheFrameworkHashedUnnormalised_StillVerifies_AndIsReplaced()
    {
        const string Decomposed = "Cafe\u0301-Passw0rd!";
        await AddAsync("eve@example.com", new PasswordHasher<IdentityUser>().HashPassword(new IdentityUser(), Decomposed));
        Assert.That((await LoginAsync("eve@example.com", Decomposed)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HashAsync("eve@example.com"), Does.StartWith("$argon2id$"));
        Assert.That((await LoginAsync("eve@example.com", "Caf\u00E9-Passw0rd!")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "composed or not, it is the same password now");
    }

    [Test]
    public async Task Registration_GoesByTheKitsPolicy()
    {
        foreach (var (password, code) in new[] { ("Passw0rd!", "common"), ("Ab1!", "too_short"), ("Marie-Curie-1867!", "context_word") })
        {
            var refused = await _client.PostAsJsonAsync("/register", new { email = "curie@example.com", password });
            var text = await refused.Content.ReadAsStringAsync();
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), password);
            Assert.That(text, Does.Contain($"\"{code}\"").And.Not.Contain(password));
        }

        var taken = await _client.PostAsJsonAsync("/register", new { email = "curie@example.com", password = Sentence });
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK), "a sentence without digits and capitals is a good password");
        Assert.That(await HashAsync("curie@example.com"), Does.StartWith("$argon2id$"));
        Assert.That((await LoginAsync("curie@example.com", Sentence)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await LoginAsync("curie@example.com", new string('a', 1_000_000))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task AShortPassword_TakesTwoFactorSignIn_ByAnotherWayThanEmail()
    {
        const string Twelve = "qX7#vR2!mK9$";
        await using var scope = _app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var user = new IdentityUser("ada@example.com") { Email = "ada@example.com", EmailConfirmed = true };
        Assert.That((await users.CreateAsync(user, Twelve)).Errors.Select(e => e.Code), Is.EqualTo(new[] { "too_short_as_only_factor" }));
        Assert.That((await users.CreateAsync(user, Sentence)).Succeeded, Is.True);

        await users.SetTwoFactorEnabledAsync(user, true);
        Assert.That(await users.GetValidTwoFactorProvidersAsync(user), Is.EqualTo(new[] { TokenOptions.DefaultEmailProvider }));
        Assert.That((await users.ChangePasswordAsync(user, Sentence, Twelve)).Errors.Select(e => e.Code), Is.EqualTo(new[] { "too_short_as_only_factor" }));

        await users.ResetAuthenticatorKeyAsync(user);
        Assert.That((await users.ChangePasswordAsync(user, Sentence, Twelve)).Succeeded, Is.True);
    }

    private Task<HttpResponseMessage> LoginAsync(string email, string password) => _client.PostAsJsonAsync("/login", new { email, password });

    private async Task AddAsync(string email, string hash)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDb>();
        database.Users.Add(new IdentityUser(email)
        {
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            PasswordHash = hash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        });
        await database.SaveChangesAsync();
    }

    private async Task<string> HashAsync(string email)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountsDb>().Users.AsNoTracking().SingleAsync(u => u.Email == email)).PasswordHash!;
    }
}
