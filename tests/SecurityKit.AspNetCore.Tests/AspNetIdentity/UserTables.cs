using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.EntityFrameworkCore;
using SecurityKit.Identity;
using SecurityKit.Samples.AspNetIdentity;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.AspNetIdentity;

/// <summary>The stock tables of ASP.NET Core Identity in a fresh database, with the kit's accounts in them.</summary>
public sealed class UserTables : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    private UserTables(DirectoryInfo folder, ServiceProvider services) => (_folder, _services) = (folder, services);

    public IAccountStore Store => _services.GetRequiredService<IAccountStore>();

    public IServiceProvider Services => _services;

    public static async Task<UserTables> CreateAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("sk-users-");
        var services = new ServiceCollection();
        var connection = provider == DatabaseProvider.Sqlite
            ? $"Data Source={Path.Combine(folder.FullName, "accounts.db")}"
            : await PostgreSqlServer.Shared.CreateDatabaseAsync();
        services.AddDbContext<AccountsDb>(options => _ = provider == DatabaseProvider.Sqlite ? options.UseSqlite(connection) : options.UseNpgsql(connection));
        services.AddSingleton(TimeProvider.System);
        services.AddIdentityCore<IdentityUser>().AddEntityFrameworkStores<AccountsDb>().AddSecurityKitAccounts<IdentityUser>();
        configure?.Invoke(services);
        var tables = new UserTables(folder, services.BuildServiceProvider(validateScopes: true));
        await using var scope = tables._services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsDb>().Database.EnsureCreatedAsync();
        return tables;
    }

    /// <summary>Does something as the framework's own pages do.</summary>
    public async Task<IdentityResult> UseAsync(Func<UserManager<IdentityUser>, Task<IdentityResult>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
