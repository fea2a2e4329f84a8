namespace SecurityKit.Geo;

/// <summary>Opens the file before anything is served: without it the host does not start.</summary>
internal sealed class GeoStartupCheck(GeoDatabase database) : IStartupCheck
{
    public async ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.RefreshAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (SecurityKitConfigurationException exception)
        {
            return exception.Problems;
        }
    }
}
