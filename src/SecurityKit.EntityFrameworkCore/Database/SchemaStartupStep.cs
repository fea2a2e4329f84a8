using Microsoft.Extensions.Options;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Before anything reads a table: brings the schema up to date, or refuses the start when that is not wanted and it is not.</summary>
internal sealed class SchemaStartupStep(DatabaseSchema schema, IOptions<DatabaseOptions> options) : IStartupStep
{
    public int Order => StartupOrder.Stores;

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MigrateOnStart)
        {
            await schema.MigrateAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var pending = await schema.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
        {
            throw new SecurityKitConfigurationException(
            [
                $"The database lacks {pending.Count} migrations ({string.Join(", ", pending)}) and {DatabaseOptions.Section}:MigrateOnStart is false. "
                + "Run DatabaseSchema.MigrateAsync() in the deployment, or set MigrateOnStart to true.",
            ]);
        }
    }
}
