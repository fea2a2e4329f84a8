using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Cli.Tests;

/// <summary>The pages about the tool, followed command by command beside a host that runs on the same stores.</summary>
[TestFixture]
public sealed class PageTests
{
    private PageHome _home = null!;

    [SetUp]
    public void MakeHome() => _home = new PageHome();

    [TearDown]
    public async Task DeleteHome() => await _home.DisposeAsync();

    [Test]
    public async Task TheToolsPage_IsFollowed()
    {
        var page = _home.Open("docs/cli.md");
        var begun = page.RunUntil("rate");
        await _home.StartHostAsync();
        File.Copy(_home.PathOf("host.json"), _home.PathOf("appsettings.json"));
        var first = await _home.SignInAsync();
        await _home.SignInAsync();
        _home.WriteToken("operator.token", first);
        _home.WriteToken("access.token", first);
        var rings = _home.Services.GetRequiredService<IKeyRingManager>();
        var rated = page
            .Where("https://contoso.example", _home.HostAddress)
            .Where("10.0.0.7:8443", $"127.0.0.1:{new Uri(_home.HostAddress).Port}")
            .Where("KEY-ID", (await rings.GetStatusAsync()).CurrentKeyId)
            .RunUntil("migrate");
        await rings.MaintainAsync();
        await _home.AddCustomersAsync(_home.DatabaseConnection, "fernet.key");
        var source = await AddStoredDataAsync();
        var redis = await AddSecretsAsync();

        var output = page
            .Where("SOURCE", $"'{source}'")
            .Where("SUBJECT", PageHome.Subject)
            .Where("--session ID", $"--session {first.Session.Id}")
            .With("ConnectionStrings__Cache", redis)
            .RunToEnd();

        Assert.That(begun, Does.Contain("came out as the kit promises").And.Contain("A host with this configuration would start"));
        Assert.That(rated, Does.Contain("outside.tls.certificate").And.Contain("web.transport").And.Contain("crypto.passwords.cost").And.Contain("takes over at"));
        Assert.That(output, Does.Contain("NOT VERIFIED").And.Contain("Signature, type, issuer, audience and time are right").And.Contain("Argon2id m="));
        Assert.That(output, Does.Contain($"The count of '{source}' is forgotten.").And.Contain("1 sessions were ended."));
    }

    [Test]
    public async Task TheRunbook_IsFollowed()
    {
        _home.WriteConfiguration("appsettings.json");
        await _home.StartHostAsync();
        await _home.SignInAsync();
        var signing = (await _home.Services.GetRequiredService<IKeyRingManager>().GetStatusAsync(KeyRingNames.Signing)).CurrentKeyId;

        var output = _home.Open("docs/operations.md").Where("KEY-ID", signing).Where("SUBJECT", PageHome.Subject).RunToEnd();

        Assert.That(output, Does.Contain("takes over at").And.Contain("1 sessions were ended."));
        var status = await _home.Services.GetRequiredService<IKeyRingManager>().GetStatusAsync(KeyRingNames.Signing);
        Assert.That(status.Keys.Single(key => key.Id == signing).State, Is.EqualTo(KeyState.Revoked));
    }

    [Test]
    public async Task TheWayFromThePythonSystems_IsFollowedThereAndBack()
    {
        _home.WriteConfiguration("host.json");
        await _home.StartHostAsync();
        var customers = $"Data Source={_home.PathOf("customers.db")}";
        await _home.AddCustomersAsync(customers, "fernet-newest.key", "fernet-older.key");
        _home.Write("hash.txt", DjangoHashOf("correct horse"));
        _home.Write("password.txt", "correct horse");
        var before = await IbansAsync(customers);

        var output = _home.Open("docs/migration-python.md").With("ConnectionStrings__Customers", customers).RunToEnd();

        Assert.That(output, Does.Contain("\"replaced\"").Or.Contain("replaced"), output);
        Assert.That(await IbansAsync(customers), Is.EqualTo(before), "the page ends with the way back");
    }

    /// <summary>What the page's commands find to rewrap, under the active key already: what a count finds below it is a 'no'.</summary>
    /// <returns>The name of a source that was counted.</returns>
    private async Task<string> AddStoredDataAsync()
    {
        var notes = _home.Services.GetRequiredService<IEncryptor>().ForPurpose("customer.note");
        _home.Write("notes/1.enc", notes.EncryptText("a note", "1.enc"));
        var id = Guid.NewGuid();
        var iban = _home.Services.GetRequiredService<FieldCipher>().Encrypt("DE02", new FieldPlace("shop_customers", "Iban", id.ToString()));
        await using (var connection = new SqliteConnection(_home.DatabaseConnection))
        {
            await connection.OpenAsync();
            await PageHome.ExecuteAsync(connection, "CREATE TABLE shop_customers (Id TEXT PRIMARY KEY, Iban BLOB)");
            await PageHome.ExecuteAsync(connection, "INSERT INTO shop_customers VALUES ($id, $iban)", ("$id", id.ToString().ToUpperInvariant()), ("$iban", iban));
            await PageHome.ExecuteAsync(
                connection, "UPDATE customers SET note = $note WHERE id = 1", ("$note", notes.EncryptText("a note", "1")));
            await PageHome.ExecuteAsync(connection, "CREATE TABLE clinic_visits (Clinic TEXT NOT NULL, At TEXT NOT NULL, Note BLOB, PRIMARY KEY (Clinic, At))");
        }

        Directory.CreateDirectory(_home.PathOf("uploads"));
        await using (var film = File.Create(_home.PathOf("uploads/film.sk")))
        {
            await _home.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("uploads").EncryptAsync(new MemoryStream(new byte[200_000]), film, default);
        }

        var counted = await ToolRun.Of(
            ["rewrap", "--json", "--count", "--work-folder", _home.PathOf("counting"), "--purpose", "customer.note", "--files", _home.PathOf("notes")], folder: _home.PathOf("."));
        Assert.That(counted.ExitCode, Is.Zero, counted.Output + counted.Errors);
        return counted.Json.GetProperty("source").GetString()!;
    }

    private async Task<string> AddSecretsAsync()
    {
        var connectionString = $"{RedisServer.Shared.ConnectionString},defaultDatabase=9";
        using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        await redis.GetDatabase().StringSetAsync(
            "secret:1", _home.Services.GetRequiredService<IEncryptor>().ForPurpose("customer.note").EncryptText("a note", "secret:1"), TimeSpan.FromHours(1));
        return connectionString;
    }

    private static string DjangoHashOf(string password)
    {
        const int Iterations = 600_000;
        const string Salt = "pepperAndSalt";
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, Encoding.UTF8.GetBytes(Salt), Iterations, HashAlgorithmName.SHA256, outputLength: 32);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2_sha256${Iterations}${Salt}${Convert.ToBase64String(hash)}");
    }

    private static async Task<List<string>> IbansAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT iban FROM customers ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
