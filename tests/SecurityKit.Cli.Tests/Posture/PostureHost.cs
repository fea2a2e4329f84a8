using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecurityKit.Cli.Tests;

/// <summary>A host that a posture case sets up: real packages, real files, started where the case wants it.</summary>
internal sealed class PostureHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sk-posture-").FullName;
    private IHost? _host;

    internal PostureHost()
    {
        Builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        Builder.Configuration.Sources.Clear();
        Kit = Builder.Services.AddSecurityKit();
        MasterKeyFile = PathOf("master.key");
        Crypto.MasterKeyFile.Create(MasterKeyFile);
        this["SecurityKit:Crypto:MasterKeyFile"] = MasterKeyFile;
        this["SecurityKit:AllowVolatileStoresInProduction"] = "true";
    }

    internal WebApplicationBuilder Builder { get; }

    internal ISecurityKitBuilder Kit { get; }

    internal string MasterKeyFile { get; }

    /// <summary>What is done when the application is built, before it starts.</summary>
    internal Action<WebApplication> OnBuilt { get; set; } = _ => { };

    /// <summary>What is done when it has started.</summary>
    internal Action OnStarted { get; set; } = () => { };

    internal bool IsToBeStarted { get; set; }

    internal string DatabaseFile => PathOf("security.db");

    internal string? this[string key]
    {
        set => Builder.Configuration.AddInMemoryCollection([new(key, value)]);
    }

    internal string PathOf(string name) => Path.Combine(_folder, name);

    internal PostureHost UseSqlite()
    {
        Kit.UseSqlite($"Data Source={DatabaseFile}");
        return this;
    }

    internal async Task<(PostureFinding Finding, Type Check)> AskAsync(string checkId)
    {
        var services = await BuildAsync();
        var check = services.GetServices<IPostureCheck>().Single(c => c.Id == checkId);
        return (await check.CheckAsync(CancellationToken.None), check.GetType());
    }

    internal async Task<PostureReport> RateAsync() => await (await BuildAsync()).GetRequiredService<PostureEvaluator>().EvaluateAsync();

    private async Task<IServiceProvider> BuildAsync()
    {
        var application = Builder.Build();
        _host = application;
        OnBuilt(application);
        if (IsToBeStarted)
        {
            await application.StartAsync();
        }

        OnStarted();
        return application.Services;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is WebApplication application)
        {
            if (IsToBeStarted)
            {
                await application.StopAsync();
            }

            await application.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
