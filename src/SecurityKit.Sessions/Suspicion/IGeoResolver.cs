namespace SecurityKit.Sessions;

/// <summary>
/// Tells where a network is: from a data file, as the package SecurityKit.Geo does, or from a service of the host's choice. Without one, travel
/// is not assessed. Thread-safe.
/// </summary>
public interface IGeoResolver
{
    /// <summary>Looks a network up.</summary>
    /// <param name="network">In CIDR notation, such as <c>203.0.113.0/24</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The place; null when it is not known. Guess rather null than a place that is wrong by a continent.</returns>
    ValueTask<GeoPoint?> LocateAsync(string network, CancellationToken cancellationToken);
}
