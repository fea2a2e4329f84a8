using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;
using SecurityKit.Identity;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Cli.Tests;

/// <summary>
/// Where the reader of the tool's pages works: a folder with the built tool on the path and, from when a test starts it, a real host over TLS that has the
/// folder's configuration, stores and keys.
/// </summary>
internal sealed class PageHome : IAsyncDisposable
{
    internal const string Subject = "ada";

    private const string Address = "https://localhost";

    private readonly string _folder = Directory.CreateTempSubdirectory("sk-cli-page-").FullName;
    private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 _certificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System);
    private WebApplication? _host;

    internal PageHome()
    {
        Write("bin/securitykit", $"#!/bin/sh\nexec \"{Environment.ProcessPath}\" exec \"{Repository.Tool}\" \"$@\"\n");
        File.SetUnixFileMode(PathOf("bin/securitykit"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("tls.pem", _certificate.ExportCertificatePem());
    }

    internal IServiceProvider Services => _host!.Services;

    /// <summary>Where the host listens.</summary>
    internal string HostAddress => $"{Address}:{new Uri(_host!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port}";

    internal string DatabaseConnection => $"Data Source={PathOf("security.db")}";

    internal string PathOf(string name) => Path.Combine(_folder, name);

    internal ShellPage Open(string page) => ShellPage.Open(page, Repository.Root, _folder)
        .With("PATH", $"{PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}")
        .With("SSL_CERT_FILE", PathOf("tls.pem"));

    internal string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>A configuration as cli.md makes it, for pages that begin with one.</summary>
    internal void WriteConfiguration(string file)
    {
        Write("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Write(file, """{"SecurityKit":{"Crypto":{"MasterKeyFile":"master.key"},"Database":{"Provider":"Sqlite","ConnectionString":"Data Source=security.db"}}}""");
    }

    /// <summary>Starts the host with what a configuration file says, set up for production.</summary>
    internal async Task StartHostAsync(Action<ConfigurationManager>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
        [
            new("SecurityKit:Crypto:MasterKeyFile", PathOf("master.key")),
            new("SecurityKit:Sessions:Tokens:Issuer", "contoso"),
            new("SecurityKit:Sessions:Tokens:Audience", "contoso"),
            new("SecurityKit:Mfa:Passkeys:RelyingPartyId", "contoso.example"),
            new("SecurityKit:Smtp:Host", "mail.contoso.example"),
            new("SecurityKit:Smtp:From", "security@contoso.example"),
            new("SecurityKit:Smtp:Security", "StartTls"),
        ]);
        configure?.Invoke(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.UseSecurityKitTransport().Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        builder.Services.AddSecurityKit().AddCrypto().AddIdentity().AddMfa().AddSessions().AddAspNetCore().AddSmtpSender().UseSqlite(DatabaseConnection);
        _host = builder.Build();
        _host.UseSecurityKit();
        _host.MapSecurityKit("/api/v1/security");
        await _host.StartAsync();
    }

    /// <summary>Signs somebody in who may read the posture.</summary>
    internal async Task<SessionGrant> SignInAsync()
    {
        var roles = Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("operator", ["security.posture:read"], [], "Reads the posture."));
        await roles.AssignAsync(new RoleAssignmentRequest(Subject, "operator"));
        var created = await Services.GetRequiredService<SessionManager>().CreateAsync(new SessionStart
        {
            Subject = Subject,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
        });
        return created.Grant!;
    }

    internal string WriteToken(string name, SessionGrant grant) => Write(name, Services.GetRequiredService<TokenIssuer>().Issue(grant.Session).Value);

    /// <summary>A table with values under the second of two Fernet keys, made as the earlier systems made it.</summary>
    /// <param name="connectionString">The SQLite file.</param>
    /// <param name="keyFiles">Where the keys go, the newest first.</param>
    internal async Task AddCustomersAsync(string connectionString, params string[] keyFiles)
    {
        var keys = new List<FernetKey>();
        foreach (var file in keyFiles)
        {
            var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) + "=";
            Write(file, text);
            keys.Add(FernetKey.Parse(text));
        }

        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "CREATE TABLE customers (id INTEGER PRIMARY KEY, iban TEXT, note TEXT)");
        for (var id = 1; id <= 5; id++)
        {
            var key = new FernetFormat([keys[id % keys.Count]]);
            await ExecuteAsync(connection, "INSERT INTO customers VALUES ($id, $iban, NULL)", ("$id", id), ("$iban", Encoding.UTF8.GetString(key.Encrypt(Encoding.UTF8.GetBytes($"DE{id}")))));
        }

        keys.ForEach(key => key.Dispose());
    }

    internal static async Task ExecuteAsync(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here, not typed in by anybody.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        _certificate.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
