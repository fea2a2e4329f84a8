using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;
using SecurityKit.Sessions;

namespace SecurityKit.Benchmarks.Sessions;

/// <summary>A host with sessions in memory or in Redis, and one session of it.</summary>
internal sealed class SessionNode : IAsyncDisposable
{
    private readonly string _keyFile;
    private readonly IHost _host;

    private SessionNode(string keyFile, IHost host)
    {
        _keyFile = keyFile;
        _host = host;
    }

    internal SessionManager Sessions => Get<SessionManager>();

    internal TokenValidator Tokens => Get<TokenValidator>();

    internal static async Task<SessionNode> StartAsync(
        string? redis = null, Action<SessionOptions>? configure = null, SigningAlgorithm algorithm = SigningAlgorithm.ES256)
    {
        var keyFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSecurityKit(kit =>
        {
            kit.AddCrypto(o => o.UseMasterKeyFile(keyFile).SigningAlgorithm = algorithm).AddSessions(configure);
            if (redis is not null)
            {
                kit.UseRedis(redis, o => (o.KeyPrefix, o.OperationTimeout) = ("bench:", TimeSpan.FromSeconds(10)));
            }
        });
        builder.Services.Configure<SecurityKitOptions>(o => o.AllowVolatileStoresInProduction = true);
        var host = builder.Build();
        await host.StartAsync();
        return new SessionNode(keyFile, host);
    }

    internal T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    internal async Task<SessionGrant> SignInAsync(string subject = "ada")
    {
        Get<IOperationContextAccessor>().Current = new OperationContext
        {
            UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            RemoteAddress = System.Net.IPAddress.Parse("203.0.113.7"),
        };
        var start = new SessionStart
        {
            Subject = subject,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
            IsRenewable = true,
        };
        return (await Sessions.CreateAsync(start)).Grant ?? throw new InvalidOperationException("No session was started.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        File.Delete(_keyFile);
    }
}
