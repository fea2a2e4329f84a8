using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using SecurityKit.Crypto;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Cli.Tests;

/// <summary>The sources and formats of a migration besides files with Fernet tokens, on real servers.</summary>
[TestFixture]
public sealed class MigrateSourceTests
{
    private const string Purpose = "cli.test.notes";
    private const string JsonKey = "earlier master key";

    private ToolFolder _folder = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _folder = new ToolFolder();
        using (await NodeOf.StartAsync(_folder))
        {
        }

        _folder.Write("json.key", JsonKey);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task RedisKeysWithJsonEnvelopes_MoveInTheDatabaseThatTheConnectionNames()
    {
        var connectionString = $"{RedisServer.Shared.ConnectionString},defaultDatabase=7";
        using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = redis.GetDatabase();
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(JsonKey), "v1");
        for (var i = 0; i < 5; i++)
        {
            await database.StringSetAsync($"secret:{i}", format.Encrypt(Encoding.UTF8.GetBytes($"note {i}")), TimeSpan.FromHours(1));
        }

        var config = Config("Cache", connectionString);
        var run = await MigrateAsync(config, "run", "--redis-keys", "secret:*", "--connection", "Cache", "--json-envelope-version", "v1");
        var other = await MigrateAsync(config, "plan", "--redis-keys", "secret:*", "--connection", "Nowhere", "--json-envelope-version", "v1");
        var noVersion = await MigrateAsync(config, "plan", "--redis-keys", "secret:*", "--connection", "Cache");

        Assert.That((run.ExitCode, run.Json.GetProperty("replaced").GetInt64(), run.Json.GetProperty("current").GetInt64()), Is.EqualTo((0, 5L, 5L)), run.Output + run.Errors);
        Assert.That(await database.KeyTimeToLiveAsync("secret:0"), Is.GreaterThan(TimeSpan.FromMinutes(30)));
        Assert.That(((string)(await database.StringGetAsync("secret:0"))!)[0], Is.Not.EqualTo('{'));
        Assert.That(other.ExitCode, Is.EqualTo(3));
        Assert.That(other.Errors, Does.Contain("ConnectionStrings:Nowhere"));
        Assert.That(noVersion.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task ATableInAnotherDatabaseOfAnotherKind_IsFoundByConnectionAndProvider()
    {
        var connectionString = await PostgreSqlServer.Shared.CreateDatabaseAsync();
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(JsonKey), "v2", "v1");
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE notes (id uuid PRIMARY KEY, body text)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        for (var i = 0; i < 4; i++)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO notes VALUES (@id, @body)", connection);
            insert.Parameters.AddWithValue("id", Guid.NewGuid());
            insert.Parameters.AddWithValue("body", Encoding.UTF8.GetString(format.Encrypt(Encoding.UTF8.GetBytes($"note {i}"))));
            await insert.ExecuteNonQueryAsync();
        }

        string[] table = ["--table", "notes", "--key-column", "id", "--key-type", "Uuid", "--value-column", "body", "--connection", "Customers", "--provider", "PostgreSql"];
        var config = Config("Customers", connectionString);
        var refused = await MigrateAsync(config, "plan", [.. table, "--json-envelope-version", "v1"]);
        var run = await MigrateAsync(config, "run", [.. table, "--json-envelope-version", "v2", "--json-envelope-version", "v1"]);
        var back = await MigrateAsync(config, "rollback", [.. table, "--json-envelope-version", "v2", "--json-envelope-version", "v1"]);

        Assert.That((refused.ExitCode, refused.Json.GetProperty("unreadableCount").GetInt64()), Is.EqualTo((1, 4L)), "a version that was not named is not read");
        Assert.That((run.ExitCode, run.Json.GetProperty("current").GetInt64()), Is.EqualTo((0, 4L)), run.Output + run.Errors);
        Assert.That(back.ExitCode, Is.Zero, back.Output + back.Errors);
    }

    private string Config(string name, string connectionString) => _folder.Write(
        "connections.json", new JsonObject { ["ConnectionStrings"] = new JsonObject { [name] = connectionString } }.ToJsonString());

    private Task<ToolRun> MigrateAsync(string config, string step, params string[] more) => _folder.Run(
        ["migrate", step, "--json", "--work-folder", _folder.PathOf("work"), "--purpose", Purpose, "--json-envelope-key-file", _folder.PathOf("json.key"), "--config", config, .. more]);
}
