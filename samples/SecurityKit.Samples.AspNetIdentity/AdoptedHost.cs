using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.AspNetIdentity;

/// <summary>
/// The same user table under SecurityKit whole: its sign-in, lockout, further factors, sessions and API keys, on the users that ASP.NET Core Identity keeps.
/// </summary>
public static class AdoptedHost
{
    /// <summary>Builds the host.</summary>
    /// <param name="args">The command line; as for <see cref="AccountsHost"/>, and <c>--SecurityKit:Crypto:MasterKeyFile</c> where the key is in a file.</param>
    /// <returns>The host, not started.</returns>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var database = builder.Configuration.GetConnectionString("Accounts") ?? "Data Source=accounts.db";
        var security = builder.Configuration.GetConnectionString("Security") ?? "Data Source=security.db";
        builder.Services.AddDbContext<AccountsDb>(options => options.UseSqlite(database));
        builder.Services.AddSecurityKit()
            .AddCrypto(crypto => ChooseMasterKey(crypto, builder.Configuration))
            .AddMfa(mfa => mfa.Issuer = "Adopted")
            .AddSessions()
            .AddAspNetCore()
            .UseSqlite(security);
        builder.Services.AddIdentityCore<IdentityUser>()
            .AddEntityFrameworkStores<AccountsDb>()
            .AddSecurityKitAccounts<IdentityUser>();

        var app = builder.Build();
        app.UseSecurityKit();
        app.MapSecurityKit("/api/v1/security");
        return app;
    }

    private static void ChooseMasterKey(CryptoOptions crypto, IConfiguration configuration)
    {
        if (configuration[$"{CryptoOptions.Section}:{nameof(CryptoOptions.MasterKeyFile)}"] is { Length: > 0 } file)
        {
            crypto.UseMasterKeyFile(file);
        }
        else
        {
            crypto.UseMasterKeyFromEnvironment();
        }
    }
}
