namespace SecurityKit.Sessions;

/// <summary>The sessions there are.</summary>
/// <param name="Active">How many are live or can be renewed.</param>
/// <param name="Devices">How many on each device, by its name.</param>
/// <param name="Networks">How many were started from each network; those of unknown networks are in none.</param>
public sealed record SessionCensus(long Active, IReadOnlyDictionary<string, long> Devices, IReadOnlyDictionary<string, long> Networks);
