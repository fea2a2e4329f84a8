using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace SecurityKit.Samples.AspNetIdentity;

/// <summary>A host with stock ASP.NET Core Identity that takes its passwords from SecurityKit. Three lines differ from the framework's template.</summary>
public static class AccountsHost
{
    /// <summary>Builds the host.</summary>
    /// <param name="args">The command line; <c>--ConnectionStrings:Accounts</c> and <c>--ConnectionStrings:Security</c> name the databases.</param>
    /// <returns>The host, not started.</returns>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var database = builder.Configuration.GetConnectionString("Accounts") ?? "Data Source=accounts.db";
        var events = builder.Configuration.GetConnectionString("Security") ?? "Data Source=security.db";
        builder.Services.AddDbContext<AccountsDb>(options => options.UseSqlite(database));
        builder.Services.AddAuthorization();
        builder.Services.AddSecurityKit()
            .UseSqlite(events);
        builder.Services.AddIdentityApiEndpoints<IdentityUser>()
            .AddEntityFrameworkStores<AccountsDb>()
            .AddSecurityKitPasswords();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapIdentityApi<IdentityUser>();
        app.MapGet("/me", static (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization();
        return app;
    }
}
