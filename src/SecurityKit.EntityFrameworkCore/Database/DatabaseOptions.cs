namespace SecurityKit.EntityFrameworkCore;

/// <summary>How the kit uses its database. Binds from the configuration section <c>SecurityKit:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Database";

    /// <summary>The longest <see cref="CommandTimeout"/>.</summary>
    public static readonly TimeSpan MaxCommandTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether the schema is brought up to date when the host starts. When it is not, a host whose database lacks a migration refuses to start;
    /// run <see cref="DatabaseSchema.MigrateAsync"/> as a step of the deployment.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>
    /// How long one command may take, connecting and waiting for another writer's lock included. When it is over the operation fails with
    /// <see cref="StoreUnavailableException"/>. Whole seconds, 1 second to 5 minutes.
    /// </summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one node waits for another that is migrating, and how long one migration command may take. 1 second to 1 hour.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
