namespace SecurityKit.Sessions;

/// <summary>A place on the earth.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadiusKilometres = 6371;

    /// <summary>The shortest way over the surface (haversine).</summary>
    /// <param name="other">The other place.</param>
    /// <returns>Kilometres.</returns>
    public double KilometresTo(GeoPoint other)
    {
        var latitudes = double.DegreesToRadians(other.Latitude - Latitude);
        var longitudes = double.DegreesToRadians(other.Longitude - Longitude);
        var a = Math.Pow(Math.Sin(latitudes / 2), 2)
            + (Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude)) * Math.Pow(Math.Sin(longitudes / 2), 2));
        return 2 * EarthRadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
