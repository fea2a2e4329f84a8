using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SecurityKit;
using SecurityKit.EntityFrameworkCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the kit's state in a database.</summary>
public static class SecurityKitDatabaseBuilderExtensions
{
    /// <summary>
    /// Keeps every store in one SQLite file: the embedded default, for one machine. The file and its folder are made when they are missing,
    /// readable by their owner only; writes are durable when they return.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Such as <c>Data Source=security.db</c>. Databases in memory are refused.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string is not one, or names a database in memory.</exception>
    public static ISecurityKitBuilder UseSqlite(this ISecurityKitBuilder builder, string connectionString, Action<DatabaseOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        EnsureParses(static text => _ = new SqliteConnectionStringBuilder(text), connectionString, "SQLite", "Data Source=security.db");
        if (SqliteFile.PathOf(connectionString) is null)
        {
            throw new ArgumentException(
                "The SQLite connection string must name a file, such as \"Data Source=security.db\". "
                + "A database in memory is lost with its connection; without UseSqlite(...) the kit keeps its state in memory.",
                nameof(connectionString));
        }

        return builder.UseDatabase(new DatabaseChoice(DatabaseProvider.Sqlite, connectionString), configure);
    }

    /// <summary>Keeps every store in one PostgreSQL database, which must exist. Any number of nodes may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Such as <c>Host=db;Database=security;Username=app;Password=...;SSL Mode=VerifyFull</c>.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public static ISecurityKitBuilder UsePostgreSql(this ISecurityKitBuilder builder, string connectionString, Action<DatabaseOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        EnsureParses(static text => _ = new NpgsqlConnectionStringBuilder(text), connectionString, "PostgreSQL", "Host=db;Database=security;Username=app;Password=...");
        return builder.UseDatabase(new DatabaseChoice(DatabaseProvider.PostgreSql, connectionString), configure);
    }

    private static ISecurityKitBuilder UseDatabase(this ISecurityKitBuilder builder, DatabaseChoice choice, Action<DatabaseOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<DatabaseOptions>(DatabaseOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>());
        services.AddSingleton(choice);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, DatabaseChoiceStartupCheck>());
        if (services.All(d => d.ServiceType != typeof(IDbContextFactory<SecurityKitDbContext>)))
        {
            services.AddPooledDbContextFactory<SecurityKitDbContext>(static (provider, builder) => DatabaseConfiguration.Apply(
                builder,
                DatabaseChoiceStartupCheck.Single(provider.GetServices<DatabaseChoice>()),
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        }

        services.TryAddSingleton(static provider => new DatabaseSchema(
            provider.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>(),
            DatabaseChoiceStartupCheck.Single(provider.GetServices<DatabaseChoice>()),
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<ILogger<DatabaseSchema>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupStep, SchemaStartupStep>());
        StoreRegistrations.AddAll(services, choice.Provider);
        return builder;
    }

    /// <summary>The provider's own exception may quote the string, password included.</summary>
    private static void EnsureParses(Action<string> parse, string connectionString, string name, string example)
    {
        try
        {
            parse(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ArgumentException($"This is not a {name} connection string. Write one such as \"{example}\".", nameof(connectionString));
        }
    }
}
