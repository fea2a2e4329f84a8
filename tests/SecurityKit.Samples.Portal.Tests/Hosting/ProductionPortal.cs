using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;
using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>The built portal as a process, set up as for production: its own master key, a name, https with a certificate of the kit's generator.</summary>
internal sealed class ProductionPortal : IDisposable
{
    private const string Name = "portal.dev.localhost";

    private readonly string _folder = Directory.CreateTempSubdirectory("sk-portal-https-").FullName;
    private readonly int _port = LoopbackPort.Free();
    private readonly X509Certificate2 _certificate;
    private ChildServer? _process;

    private ProductionPortal()
    {
        MasterKeyFile.Create(PathOf("master.key"));
        _certificate = DevelopmentCertificate.LoadOrCreate(PathOf("portal.pfx"), DevelopmentKey.P256, TimeProvider.System);
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
    }

    internal Uri Address => new($"https://{Name}:{Port}");

    /// <summary>Where the name leads to, which no name server knows.</summary>
    internal string EndPoint => $"127.0.0.1:{Port}";

    /// <summary>What a client has to trust.</summary>
    internal string CertificateFile => PathOf("portal.pem");

    private string DataFolder => PathOf("data");

    private string Port => _port.ToString(CultureInfo.InvariantCulture);

    internal static async Task<ProductionPortal> StartAsync()
    {
        var portal = new ProductionPortal();
        try
        {
            await portal.RunAsync();
            return portal;
        }
        catch
        {
            portal.Dispose();
            throw;
        }
    }

    internal ApiClient Client() => new(Http());

    internal string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Gives somebody a role with one permission, from another node over the same stores.</summary>
    internal async Task GrantAsync(string subject, string permission)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSecurityKit().AddCrypto(crypto => crypto.UseMasterKeyFile(PathOf("master.key"))).AddIdentity()
            .UseSqlite($"Data Source={Path.Combine(DataFolder, "portal.db")}");
        using var node = builder.Build();
        await node.StartAsync();
        var roles = node.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("auditor", [permission], []));
        await roles.AssignAsync(new RoleAssignmentRequest(subject, "auditor"));
        await node.StopAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _certificate.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        _process = ChildServer.Start(
            PortalFiles.Command(
                "Production", DataFolder,
                $"--urls=https://{EndPoint}", $"--AllowedHosts={Name}", $"--Kestrel:Certificates:Default:Path={PathOf("portal.pfx")}",
                $"--SecurityKit:Crypto:MasterKeyFile={PathOf("master.key")}", $"--SecurityKit:Mfa:Passkeys:RelyingPartyId={Name}"),
            _folder, "TERM");
        using var http = Http();
        await PortalStart.WaitAsync(http, _process);
    }

    private HttpClient Http() => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", _port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 shown && shown.Thumbprint == _certificate.Thumbprint,
        },
    }) { BaseAddress = Address };
}
