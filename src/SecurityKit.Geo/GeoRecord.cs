using MaxMind.Db;
using SecurityKit.Sessions;

namespace SecurityKit.Geo;

/// <summary>
/// What is read of a record: its coordinates, where City files have them, and where files without the inner object have them. Members are of any
/// type, because makers differ in it (double, float), and a record of another shape is a record without coordinates and no failure.
/// </summary>
internal sealed class GeoRecord
{
    [MapKey("location")]
    public object? Location { get; init; }

    [MapKey("latitude")]
    public object? Latitude { get; init; }

    [MapKey("longitude")]
    public object? Longitude { get; init; }

    /// <summary>The place, or null when the record has none, or none as exact as is asked for.</summary>
    internal GeoPoint? PlaceWithin(int maxRadiusKilometres)
    {
        if (Location is not IDictionary<string, object> location)
        {
            return Place(Latitude, Longitude);
        }

        var isTooVague = location.TryGetValue("accuracy_radius", out var radius) && Number(radius) > maxRadiusKilometres;
        return isTooVague ? null : Place(location.TryGetValue("latitude", out var latitude) ? latitude : null, location.TryGetValue("longitude", out var longitude) ? longitude : null);
    }

    private static GeoPoint? Place(object? latitude, object? longitude) =>
        Number(latitude) is { } north && Number(longitude) is { } east && Math.Abs(north) <= 90 && Math.Abs(east) <= 180 ? new GeoPoint(north, east) : null;

    private static double? Number(object? value) => value switch
    {
        double number => number,
        float number => number,
        int number => number,
        long number => number,
        _ => null,
    };
}
