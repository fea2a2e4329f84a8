using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Samples.AspNetIdentity;

namespace SecurityKit.AspNetCore.Tests.AspNetIdentity;

/// <summary>The sample's second host: SecurityKit whole, over HTTP, on users that ASP.NET Core Identity made.</summary>
[TestFixture]
public sealed class AdoptedHostTests
{
    private const string Email = "ada@example.com";
    private const string OldPassword = "Old-Passw0rd!";
    private const string Sentence = "seven brown kettles whistle";
    private const string Prefix = "/api/v1/security";

    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("sk-adopted-");
        _app = AdoptedHost.Create(
        [
            "--urls", "http://127.0.0.1:0", $"--ConnectionStrings:Accounts=Data Source={_folder.FullName}/accounts.db",
            $"--ConnectionStrings:Security=Data Source={_folder.FullName}/security.db", "--Logging:LogLevel:Default=Warning",
            $"--SecurityKit:Crypto:MasterKeyFile={KitHostSetup.NewMasterKeyFile()}", "--environment=Development",
        ]);
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AccountsDb>().Database.EnsureCreatedAsync();
        }

        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address) };
        await AddAsync(Email, OldPassword);
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
    public async Task AUserOfTheFramework_SignsIn_ByName_AndItsHashIsReplaced()
    {
        await RefusedAsync(Email, "a wrong password", "invalid_credentials");
        Assert.That((await UserAsync(Email)).PasswordHash, Does.StartWith("AQAAAA"), "a wrong password replaces nothing");

        await SignInAsync(Email, OldPassword);
        var upgraded = (await UserAsync(Email)).PasswordHash;
        Assert.That(upgraded, Does.StartWith("$argon2id$"));
        await SignInAsync(Email, OldPassword);
        Assert.That((await UserAsync(Email)).PasswordHash, Is.EqualTo(upgraded), "and only once");
        var me = await GetAsync("/me", await SignInAsync(Email, OldPassword));
        Assert.That(me.GetProperty("subject").GetString(), Is.EqualTo((await UserAsync(Email)).Id));
    }

    [Test]
    public async Task APasswordThatTheFrameworkHashedUnnormalised_StillSignsIn_ComposedOrNot()
    {
        const string Decomposed = "Cafe\u0301-Passw0rd!";
        await AddAsync("eve@example.com", Decomposed);
        await SignInAsync("eve@example.com", Decomposed);
        await SignInAsync("eve@example.com", "Caf\u00E9-Passw0rd!");
    }

    [Test]
    public async Task SessionsLockoutFactorsAndKeys_WorkOnIt()
    {
        var token = await SignInAsync(Email, OldPassword);
        var begun = await PostAsync("/mfa/totp", new { name = "Phone" }, token, HttpStatusCode.Created);
        var secret = begun.GetProperty("secret").GetString()!;
        var now = TimeProvider.System.GetUtcNow();
        await PostAsync($"/mfa/totp/{begun.GetProperty("authenticatorId").GetString()}/confirm", new { code = TestTotp.Code(secret, now.AddSeconds(-30)) }, token);

        var challenge = await PostAsync("/login", new { userName = Email, password = OldPassword });
        Assert.That(challenge.GetProperty("status").GetString(), Is.EqualTo("mfaRequired"));
        var stepped = await PostAsync(
            "/login/mfa", new { challengeToken = challenge.GetProperty("challengeToken").GetString(), method = "totp", code = TestTotp.Code(secret, now) });
        var strong = stepped.GetProperty("accessToken").GetString()!;
        var key = (await PostAsync("/api-keys", new { name = "ci" }, strong, HttpStatusCode.Created)).GetProperty("key").GetString()!;
        using var byKey = new HttpRequestMessage(HttpMethod.Get, Prefix + "/me");
        byKey.Headers.Add("X-API-Key", key);
        Assert.That((await _client.SendAsync(byKey)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await PostAsync("/password", new { current = OldPassword, @new = Sentence }, strong, HttpStatusCode.NoContent);
        Assert.That((await StatusAsync("/me", token)), Is.EqualTo(HttpStatusCode.Unauthorized), "the other session is ended");
        Assert.That((await UserAsync(Email)).PasswordHash, Does.StartWith("$argon2id$"));

        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync(Email, "a wrong password", "invalid_credentials");
        }

        await RefusedAsync(Email, Sentence, "locked");
    }

    [Test]
    public async Task AnAccountThatTheKitRegisters_IsAUserOfTheFramework_ByItsRulesToo()
    {
        await PostAsync("/register", new { userName = "grace", email = "grace@example.com", password = Sentence }, expected: HttpStatusCode.Created);
        await using var scope = _app.Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var user = (await manager.FindByNameAsync("Grace"))!;
        Assert.That(await manager.CheckPasswordAsync(user, Sentence), Is.True);

        var again = await PostAsync("/register", new { userName = "Grace", password = Sentence }, expected: HttpStatusCode.Conflict);
        Assert.That(again.GetProperty("code").GetString(), Is.EqualTo("name_taken"));
        var foreign = await PostAsync("/register", new { userName = "grâce", password = Sentence }, expected: HttpStatusCode.BadRequest);
        Assert.That(foreign.GetProperty("errors")[0].GetProperty("code").GetString(), Is.EqualTo("InvalidUserName"), "the host allows ASCII names only");
    }

    [Test]
    public async Task ADisabledUser_IsRefused_UntilEnabled()
    {
        var accounts = _app.Services.GetRequiredService<AccountManager>();
        var user = await UserAsync(Email);
        Assert.That(await accounts.DisableAsync(user.Id), Is.True);
        await RefusedAsync(Email, OldPassword, "invalid_credentials");
        Assert.That(await accounts.EnableAsync(user.Id), Is.True);
        await SignInAsync(Email, OldPassword);
    }

    [Test]
    public async Task AnAccountWithoutAPassword_IsRefusedLikeAnyOther()
    {
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            var manager = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
            await manager.CreateAsync(new IdentityUser("linked") { Email = "linked@example.com" });
        }

        await RefusedAsync("linked", OldPassword, "invalid_credentials");
        await RefusedAsync("linked@example.com", OldPassword, "invalid_credentials");
    }

    [Test]
    public void AHostThatWouldTellWhichAddressesAreInUse_DoesNotStart()
    {
        var services = new ServiceCollection();
        services.AddDbContext<AccountsDb>(options => options.UseSqlite("Data Source=never.db"));
        services.AddIdentityCore<IdentityUser>(o => o.User.RequireUniqueEmail = true).AddEntityFrameworkStores<AccountsDb>().AddSecurityKitAccounts<IdentityUser>();
        using var provider = services.BuildServiceProvider();
        var check = provider.GetServices<IStartupCheck>().OfType<UserManagerStartupCheck<IdentityUser>>().Single();
        Assert.That(async () => await check.CheckAsync(default), Has.One.Contains("RequireUniqueEmail"));
    }

    [Test]
    public void AUserStoreThatCannotKeepWhatTheKitNeeds_DoesNotStart_AndSaysWhatIsMissing()
    {
        var services = new ServiceCollection();
        services.AddScoped<IUserStore<IdentityUser>, BareUserStore>();
        var builder = services.AddIdentityCore<IdentityUser>().AddSecurityKitAccounts<IdentityUser>();
        using var provider = services.BuildServiceProvider();
        var check = provider.GetServices<IStartupCheck>().OfType<UserManagerStartupCheck<IdentityUser>>().Single();
        Assert.That(
            async () => await check.CheckAsync(default),
            Has.Count.EqualTo(6).And.All.Contains(nameof(BareUserStore)).And.Some.Contains("IUserAuthenticationTokenStore"));
        Assert.That(() => builder.AddSecurityKitAccounts<OtherUser>(), Throws.ArgumentException);
    }

    private async Task<string> SignInAsync(string login, string password) =>
        (await PostAsync("/login", new { userName = login, password })).GetProperty("accessToken").GetString()!;

    private async Task RefusedAsync(string login, string password, string code)
    {
        var answer = await _client.PostAsJsonAsync(Prefix + "/login", new { userName = login, password });
        Assert.That((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString(), Is.EqualTo(code));
    }

    private async Task<JsonElement> PostAsync(string path, object body, string? token = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Prefix + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(expected), text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Prefix + path) { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await _client.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Prefix + path) { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task AddAsync(string email, string password)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDb>();
        database.Users.Add(new IdentityUser(email)
        {
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = new PasswordHasher<IdentityUser>().HashPassword(new IdentityUser(), password),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        });
        await database.SaveChangesAsync();
    }

    private async Task<IdentityUser> UserAsync(string email)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountsDb>().Users.AsNoTracking().SingleAsync(u => u.Email == email);
    }

    private sealed class OtherUser : IdentityUser;

    /// <summary>A store that keeps names and nothing else.</summary>
    private sealed class BareUserStore : IUserStore<IdentityUser>
    {
        public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(IdentityUser user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
